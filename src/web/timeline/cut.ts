import type { Marks } from '../model.ts';

/**
 * How a reading stands as of a moment, weakest first.
 *
 * - `older`: another reading of its fact holds by then.
 * - `notKnown`: it was recorded later.
 * - `notYet`: it holds, and begins later.
 * - `may`: it holds, and may not have happened yet.
 * - `full`: it holds, and has begun for certain.
 */
export const standing = { older: 0, notKnown: 1, notYet: 2, may: 3, full: 4 } as const;

/** How many standings there are. */
export const standings = 5;

/** What readings are cut by: the moment in numbers, milliseconds of the Unix epoch and a position. */
export interface Cut {
  readonly asOf: number;
  readonly position: number;
  readonly certainty: 'possible' | 'certain';
}

/** Tells how one reading stands as of a moment. */
export function standingAt(marks: Marks, reading: number, moment: Cut): number {
  const { asOf, position } = moment;
  if ((marks.position[reading] ?? 0) > position) return standing.notKnown;
  if ((marks.recordedTo[reading] ?? 0) <= position) return standing.older;
  const begun = (marks.from[reading] ?? 0) <= asOf;
  const certain = (marks.fromLatest[reading] ?? 0) <= asOf;
  if (certain) return standing.full;
  return begun && moment.certainty === 'possible' ? standing.may : standing.notYet;
}

/** Tells how each reading stands as of a moment, into `into`: one number of `standing` a reading. */
export function standingsAt(marks: Marks, moment: Cut, into: Uint8Array): void {
  for (let reading = 0; reading < marks.count; reading += 1)
    into[reading] = standingAt(marks, reading, moment);
}
