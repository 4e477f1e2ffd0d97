import { timelineTexts } from '../texts/timeline.ts';

/** What ticks are counted in. */
export type Unit = 'millisecond' | 'second' | 'minute' | 'hour' | 'day' | 'month' | 'year';

const { months, weekdays } = timelineTexts;
const two = (part: number): string => String(part).padStart(2, '0');

/** Names a tick within the larger unit it is in; the clock on the wall is given as if it were of UTC. */
export function fineLabel(wall: Date, unit: Unit): string {
  const clock = `${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
  if (unit === 'millisecond')
    return `${two(wall.getUTCSeconds())}.${String(wall.getUTCMilliseconds()).padStart(3, '0')}`;
  if (unit === 'second') return `${clock}:${two(wall.getUTCSeconds())}`;
  if (unit === 'minute' || unit === 'hour') return clock;
  if (unit === 'day') return String(wall.getUTCDate());
  return unit === 'month' ? (months[wall.getUTCMonth()] ?? '') : yearName(wall);
}

/** Names a larger unit whole. */
export function largeLabel(wall: Date, unit: Unit): string {
  const date = `${wall.getUTCDate()} ${months[wall.getUTCMonth()]} ${yearName(wall)}`;
  if (unit === 'minute') return `${date}, ${two(wall.getUTCHours())}:${two(wall.getUTCMinutes())}`;
  if (unit === 'day') return `${weekdays[wall.getUTCDay()]} ${date}`;
  return unit === 'month' ? `${months[wall.getUTCMonth()]} ${yearName(wall)}` : yearName(wall);
}

/** Years before the first are written as ISO 8601 has them: 0 is 1 BCE. */
function yearName(wall: Date): string {
  return String(wall.getUTCFullYear());
}
