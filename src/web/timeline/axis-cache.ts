import type { ZoneChoice } from '../model.ts';
import { axisOf } from './ticks.ts';
import type { Axis } from './ticks.ts';

/** Returns ticks for what is shown and for as much on either side of it, worked out anew only when they no longer do: while one pans they stay the same. */
export function createAxisCache(): (from: number, to: number, width: number, zone: ZoneChoice) => Axis {
  let axis: Axis = { fine: [], large: [] };
  let [start, end, perPx, ofZone] = [0, 0, 0, ''];
  return (from, to, width, zone) => {
    const scale = (to - from) / width;
    const isSame = Math.abs(scale / perPx - 1) < 1e-9 && zone === ofZone;
    if (isSame && from >= start && to <= end) return axis;
    [start, end, perPx, ofZone] = [2 * from - to, 2 * to - from, scale, zone];
    axis = axisOf(start, end, width * 3, zone);
    return axis;
  };
}
