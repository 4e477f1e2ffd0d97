import type { EntryOut } from '../../../client/index.ts';
import { coordinatesOf } from '../shared/coordinates.ts';
import { itemsOf, memberOf, textOf } from '../shared/json.ts';

/** A place on the map, and the facts that say they were there. */
export interface LocatedPlace {
  /** Longitude and latitude in degrees, WGS 84. */
  readonly at: readonly [longitude: number, latitude: number];
  readonly name: string;
  readonly facts: readonly EntryOut[];
}

/**
 * Lists the places of facts that have coordinates, those with most facts first.
 *
 * Places of the same coordinates are one, by the name that it is given most often.
 */
export function locatedPlaces(entries: readonly EntryOut[]): readonly LocatedPlace[] {
  const found = new Map<
    string,
    { at: readonly [number, number]; names: Map<string, number>; facts: Set<EntryOut> }
  >();
  for (const entry of entries)
    for (const place of itemsOf(entry.data['places'])) {
      const at = coordinatesOf(place);
      if (at === undefined) continue;
      const key = at.map((degrees) => degrees.toFixed(4)).join(' ');
      const one = found.get(key) ?? { at, names: new Map<string, number>(), facts: new Set<EntryOut>() };
      const name = textOf(memberOf(place, 'name')) ?? '';
      one.names.set(name, (one.names.get(name) ?? 0) + 1);
      one.facts.add(entry);
      found.set(key, one);
    }
  return [...found.values()]
    .map(({ at, names, facts }) => ({ at, name: mostFrequent(names), facts: [...facts] }))
    .toSorted((one, other) => other.facts.length - one.facts.length);
}

/** Counts the facts of which no place has coordinates. */
export function countUnlocated(entries: readonly EntryOut[]): number {
  return entries.filter(
    ({ data }) => !itemsOf(data['places']).some((place) => coordinatesOf(place) !== undefined),
  ).length;
}

function mostFrequent(names: ReadonlyMap<string, number>): string {
  let best = '';
  for (const [name, count] of names) if (best === '' || count > (names.get(best) ?? 0)) best = name;
  return best;
}

/** A part of the globe, in degrees. */
export interface Bounds {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The least that is shown around places, in degrees: the coast and borders are drawn for a whole world. */
const leastSpan = { longitude: 14, latitude: 9 };

/** Returns what to show of the globe so that all places are in it, with room around; undefined where there are none. */
export function boundsOf(places: readonly Pick<LocatedPlace, 'at'>[]): Bounds | undefined {
  if (places.length === 0) return undefined;
  const longitudes = places.map(({ at }) => at[0]);
  const latitudes = places.map(({ at }) => at[1]);
  const [west, east] = widened(Math.min(...longitudes), Math.max(...longitudes), leastSpan.longitude, 180);
  const [south, north] = widened(Math.min(...latitudes), Math.max(...latitudes), leastSpan.latitude, 84);
  return { west, south, east, north };
}

function widened(low: number, high: number, least: number, most: number): readonly [number, number] {
  const middle = (low + high) / 2;
  const half = Math.max((high - low) * 0.65, least / 2);
  return [Math.max(-most, middle - half), Math.min(most, middle + half)];
}

/** Returns the radius of a mark, in pixels: its area grows with how many facts there are, up to a limit. */
export function markRadius(facts: number): number {
  return Math.min(18, 4 + 2 * Math.sqrt(facts));
}

/** Picks the labels that have room beside their marks: those of the marks that come first win. */
export function labelsWithRoom(
  marks: readonly { readonly x: number; readonly y: number; readonly width: number }[],
  height: number,
): readonly boolean[] {
  const taken: { left: number; right: number; top: number; bottom: number }[] = [];
  return marks.map(({ x, y, width }) => {
    const box = { left: x, right: x + width, top: y - height / 2, bottom: y + height / 2 };
    const isFree = taken.every(
      (other) =>
        box.right < other.left || other.right < box.left || box.bottom < other.top || other.bottom < box.top,
    );
    if (isFree) taken.push(box);
    return isFree;
  });
}
