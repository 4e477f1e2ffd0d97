import type { Touch } from '../store/port.ts';

/** How late events of a log come, on the clock of the world, and what of the past is settled therefore. */
export interface Lateness {
  /** Takes in touches by position; those taken in already are left out. */
  note(touches: readonly Touch[]): void;
  /** Returns the latest occurred time before which hardly any event still comes after the frontier (the latest so far) has come to a time; all in milliseconds of the Unix epoch. */
  settledMs(frontierMs: number): number;
}

/** When so many were counted, all counts are halved, so that what was long ago weighs less. */
const countedMax = 65_536;
/** Classes of lateness to a doubling. */
const classesToTwo = 8;
const classCount = 54 * classesToTwo;

/**
 * Counts how far behind the latest occurred time events come, in classes that double every eighth.
 *
 * So much of the past is settled that a share of `unsettledShare` of events comes later still. An event dated after its own recorded
 * time does not make all others late: it does not count as the latest.
 */
export function createLateness(unsettledShare: number): Lateness {
  const classes = Array.from({ length: classCount }, () => 0);
  let counted = 0;
  let frontierMs = Number.NEGATIVE_INFINITY;
  let notedThrough = 0;
  let unsettledMs: number | undefined;

  /** The upper bound of the class that all but a share of events come within. */
  const unsettled = (): number => {
    let later = counted * unsettledShare;
    let place = classCount - 1;
    while (place > 0 && (classes[place] ?? 0) <= later) {
      later -= classes[place] ?? 0;
      place -= 1;
    }
    return Math.ceil(2 ** (place / classesToTwo));
  };

  return {
    note(touches) {
      for (const { position, fromMs, touchedMs, recordedAt } of touches) {
        if (position <= notedThrough) continue;
        notedThrough = position;
        unsettledMs = undefined;
        const place = classOf(Math.max(0, frontierMs - touchedMs));
        classes[place] = (classes[place] ?? 0) + 1;
        counted += 1;
        if (fromMs <= recordedAt) frontierMs = Math.max(frontierMs, fromMs);
      }
      if (counted < countedMax) return;
      for (const [place, count] of classes.entries()) classes[place] = count >> 1;
      counted = classes.reduce((sum, count) => sum + count, 0);
    },
    settledMs(from) {
      unsettledMs ??= unsettled();
      return from - unsettledMs;
    },
  };
}

function classOf(lateMs: number): number {
  if (lateMs < 1 || lateMs === Number.POSITIVE_INFINITY) return 0;
  return Math.min(classCount - 1, Math.ceil(classesToTwo * Math.log2(lateMs + 1)));
}
