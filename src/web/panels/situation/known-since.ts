import type { SeriesOut } from '../../../client/index.ts';
import { numberOf } from '../shared/json.ts';

/** A range of recorded time, in milliseconds of the Unix epoch; open where an end is left out. */
export interface RecordedRange {
  readonly from?: number;
  readonly to?: number;
}

/** How often it is looked closer where a number changed more often than a series tells at once. */
const triesMax = 4;

/**
 * Finds since when a number has been known as it is, by the clock of the log, in milliseconds of the Unix epoch: undefined where there is none,
 * or where that is not to be had.
 *
 * `ask` gives the number along recorded time. What changed other numbers of the same facts does not move it.
 */
export async function knownSince(
  ask: (range: RecordedRange) => Promise<Pick<SeriesOut, 'points' | 'exact'>>,
): Promise<number | undefined> {
  let range: RecordedRange = {};
  for (let tries = 0; tries < triesMax; tries += 1) {
    const { points, exact } = await ask(range);
    const shown = numberOf(points.at(-1)?.value);
    if (shown === undefined) return undefined;
    const index = points.findLastIndex(({ value }) => numberOf(value) !== shown);
    const [before, first] = [points[index], points[index + 1]];
    const to = Date.parse(first?.at ?? '');
    if (exact || before === undefined) return Number.isNaN(to) ? undefined : to;
    range = { from: Date.parse(before.at), to };
  }
  return undefined;
}
