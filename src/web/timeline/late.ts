import type { Marks } from '../model.ts';
import type { Over } from '../model/late.ts';
import { isLate, overAt } from '../model/late.ts';
import { standing } from './cut.ts';

/** Tells when a reading says it was over at the latest, in milliseconds of the Unix epoch: when it began, where it has no end. */
export function latestEnd(marks: Marks, reading: number): number {
  return overAt(overOf(marks, reading));
}

function overOf(marks: Marks, reading: number): Over {
  return {
    fromLatest: marks.fromLatest[reading] ?? 0,
    to: marks.to[reading] ?? Number.NaN,
    toLatest: marks.toLatest[reading] ?? Number.NaN,
  };
}

/**
 * Tells of each reading whether its fact was reported late: recorded later than a day after it had occurred at the latest.
 *
 * What counts is when the fact was first recorded: a correction comes later by its nature. A fact whose first reading is
 * not among the marks is not called late.
 */
export function lateReadings(marks: Marks, prior: Int32Array): Uint8Array {
  const late = new Uint8Array(marks.count);
  for (let reading = 0; reading < marks.count; reading += 1) {
    if (marks.position[reading] === marks.fact[reading])
      late[reading] = Number(isLate(marks.recordedAt[reading] ?? 0, overOf(marks, reading)));
  }
  // A reading that is placed before the first one in history order takes over what is said of a later one.
  for (let reading = 0; reading < marks.count; reading += 1) takeOver(late, prior, reading);
  for (let reading = marks.count - 1; reading >= 0; reading -= 1) takeOver(late, prior, reading);
  return late;
}

function takeOver(late: Uint8Array, prior: Int32Array, reading: number): void {
  const before = prior[reading] ?? -1;
  if (before < 0) return;
  const either = Math.max(late[before] ?? 0, late[reading] ?? 0);
  late[before] = either;
  late[reading] = either;
}

/** Tells whether a late report is marked as one: not while it is not known. */
export function showsLate(late: number, stands: number): boolean {
  return late === 1 && stands >= standing.notYet;
}
