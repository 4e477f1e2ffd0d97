import type { GeoProjection } from 'd3-geo';
import { geoMercator } from 'd3-geo';

import type { Bounds } from './located.ts';

/** How a reader moved the map from where it fits: how many times as large, and how far aside, in pixels of the fitted map. */
export interface Moved {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** The map as it fits. */
export const notMoved: Moved = { scale: 1, x: 0, y: 0 };

/** How much larger or smaller a step of zooming makes the map, and how far it goes. */
const step = 1.6;
const scales = { least: 0.02, most: 40 };

/** Returns the map after a step of zooming, about its middle. */
export function zoomed(moved: Moved, direction: 1 | -1): Moved {
  return zoomedBy(moved, direction === 1 ? step : 1 / step);
}

/** Returns the map so many times as large, with what lies at a place, in pixels right of and below its middle, where it is. */
export function zoomedBy({ scale, x, y }: Moved, factor: number, right = 0, down = 0): Moved {
  const next = Math.min(scales.most, Math.max(scales.least, scale * factor));
  const by = next / scale;
  return { scale: next, x: right + (x - right) * by, y: down + (y - down) * by };
}

/** Returns the map after it was moved aside, in pixels as seen. */
export function pannedBy({ scale, x, y }: Moved, right: number, down: number): Moved {
  return { scale, x: x + right, y: y + down };
}

/** How far beyond the box lines are drawn, in pixels, so that its edge is no line of the map. */
const outside = 8;

/** Makes the projection that shows a part of the globe in a box, as a reader moved it: Mercator, which keeps the shapes of coasts. */
export function projectionOf(bounds: Bounds, width: number, height: number, moved: Moved): GeoProjection {
  const { west, south, east, north } = bounds;
  const corners = [
    [west, south],
    [west, north],
    [east, south],
    [east, north],
  ];
  const fitted = geoMercator().fitSize([width, height], { type: 'MultiPoint', coordinates: corners });
  const [left, top] = fitted.translate();
  const centre = { x: width / 2, y: height / 2 };
  return fitted
    .scale(fitted.scale() * moved.scale)
    .translate([
      centre.x + (left - centre.x) * moved.scale + moved.x,
      centre.y + (top - centre.y) * moved.scale + moved.y,
    ])
    .clipExtent([
      [-outside, -outside],
      [width + outside, height + outside],
    ]);
}
