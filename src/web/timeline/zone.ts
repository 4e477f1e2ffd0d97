import type { ZoneChoice } from '../model.ts';

const minuteMs = 60_000;

/** Returns how far the clock on the wall is ahead of UTC at an instant, in milliseconds. An instant has no zone of its own, so `own` is UTC. */
export function offsetAt(ms: number, zone: ZoneChoice): number {
  return zone === 'local' ? -new Date(ms).getTimezoneOffset() * minuteMs : 0;
}

/** Returns the instant at which the clock on the wall shows a time, given as if it were of UTC; the earlier one where there are two. */
export function instantOfWall(wall: number, zone: ZoneChoice): number {
  if (zone !== 'local') return wall;
  const guess = wall - offsetAt(wall, zone);
  return wall - offsetAt(guess, zone);
}
