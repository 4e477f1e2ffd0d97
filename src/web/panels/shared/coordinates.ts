import { panelTexts } from '../../texts/panels.ts';
import { memberOf, numberOf } from './json.ts';

/** Longitude and latitude in degrees, WGS 84. */
export type Coordinates = readonly [longitude: number, latitude: number];

/** Returns the coordinates of a place in data; undefined where it has none that are on the globe. */
export function coordinatesOf(place: unknown): Coordinates | undefined {
  const longitude = numberOf(memberOf(place, 'longitude'));
  const latitude = numberOf(memberOf(place, 'latitude'));
  if (longitude === undefined || latitude === undefined) return undefined;
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : undefined;
}

/** Writes coordinates as they are read: 50.450° N, 30.523° E. */
export function coordinatesText([longitude, latitude]: Coordinates): string {
  const { north, south, east, west } = panelTexts.compass;
  return `${degrees(latitude, north, south)}, ${degrees(longitude, east, west)}`;
}

function degrees(value: number, positive: string, negative: string): string {
  return `${Math.abs(value).toFixed(3)}° ${value < 0 ? negative : positive}`;
}
