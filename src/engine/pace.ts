/** Decides how much background work is done in one go, so that who asks or appends meanwhile does not wait long. */
export interface Pace {
  /** Runs work on about as many units as the time allows; the work returns how many it did. */
  run(work: (units: number) => number): void;
  /** Says that somebody was served just now. */
  served(): void;
}

/** How long one piece of work takes, about, in milliseconds: while others are served, and while nobody is. */
const sharedMs = 0.5;
const aloneMs = 8;
/** How long somebody who was served counts as still there, in milliseconds. */
const servedMs = 50;
const unitsMin = 4;
const unitsMax = 1024;

/** Creates a pace that goes by `elapsedMs`, a clock that only runs forward, in milliseconds from anywhere. */
export function createPace(elapsedMs: () => number): Pace {
  let servedAt = Number.NEGATIVE_INFINITY;
  let unitMs = 0.05;
  return {
    served() {
      servedAt = elapsedMs();
    },
    run(work) {
      const startedAt = elapsedMs();
      const wantedMs = startedAt - servedAt < servedMs ? sharedMs : aloneMs;
      const units = Math.max(unitsMin, Math.min(unitsMax, Math.floor(wantedMs / unitMs)));
      const done = work(units);
      if (done > 0) unitMs = 0.8 * unitMs + (0.2 * (elapsedMs() - startedAt)) / done;
    },
  };
}
