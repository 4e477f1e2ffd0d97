import type { ZoneChoice } from '../model.ts';

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Returns how far the clock on the wall is ahead of UTC at an instant, in milliseconds. An instant has no zone of its own, so `own` is UTC. */
export function offsetAt(ms: number, zone: ZoneChoice): number {
  return zone === 'local' ? -new Date(ms).getTimezoneOffset() * minuteMs : 0;
}

/**
 * Returns the instant at which the clock on the wall shows a time, given as if it were of UTC: the earlier one where it was put back and there
 * are two. Where it was put forward and there is none, the clock as it was before would show it.
 */
export function instantOfWall(wall: number, zone: ZoneChoice): number {
  // A clock is ahead of UTC by less than a day, and so these are an offset before and one after.
  const before = wall - offsetAt(wall - dayMs, zone);
  const after = wall - offsetAt(wall + dayMs, zone);
  const shows = (ms: number): boolean => ms + offsetAt(ms, zone) === wall;
  return [Math.min(before, after), Math.max(before, after)].find(shows) ?? before;
}

/** Returns the first instant with the offset that holds at a later one, where another holds at an earlier one; all in whole milliseconds. */
export function changeOfOffset(earlier: number, later: number, zone: ZoneChoice): number {
  const offset = offsetAt(later, zone);
  let [before, since] = [earlier, later];
  while (since - before > 1) {
    const middle = Math.floor((before + since) / 2);
    if (offsetAt(middle, zone) === offset) since = middle;
    else before = middle;
  }
  return since;
}
