import TinyQueue from 'tinyqueue';

/** Series with nothing to lay before the past is settled up to a time. */
export interface Resting {
  rest(build: number, series: string, rest: Rest): void;
  /** Returns how a series rests; undefined when it does not. */
  of(build: number, series: string): Rest | undefined;
  /** Returns those whose time has come, at most so many; they rest no more. */
  wake(build: number, settledMs: number, limit: number): readonly string[];
  forget(build: number): void;
}

/** How long a series rests. */
export interface Rest {
  /** Milliseconds of the Unix epoch. */
  readonly untilMs: number;
  /** How many of its readings waited for a checkpoint when it was put to rest. */
  readonly waiting: number;
}

type Queued = readonly [series: string, rest: Rest];

interface OfBuild {
  readonly queue: TinyQueue<Queued>;
  readonly rests: Map<string, Rest>;
}

/** Series that rest of one build at most; of the others it is found out again that nothing is to do. */
const restingMax = 200_000;

/** Keeps which series rest, in the order in which their time comes. */
export function createResting(): Resting {
  const builds = new Map<number, OfBuild>();
  const ofBuild = (build: number): OfBuild => {
    const found = builds.get(build);
    if (found !== undefined && found.queue.length <= restingMax) return found;
    const queue = new TinyQueue<Queued>([], ([, a], [, b]) => a.untilMs - b.untilMs);
    const made: OfBuild = { queue, rests: new Map() };
    builds.set(build, made);
    return made;
  };
  return {
    rest(build, series, rest) {
      const { queue, rests } = ofBuild(build);
      rests.set(series, rest);
      queue.push([series, rest]);
    },
    of: (build, series) => builds.get(build)?.rests.get(series),
    wake(build, settledMs, limit) {
      const { queue, rests } = ofBuild(build);
      const woken: string[] = [];
      while (woken.length < limit) {
        const first = queue.peek();
        if (first === undefined || first[1].untilMs > settledMs) break;
        queue.pop();
        const [series, rest] = first;
        // One that was put to rest again since stands further back, too.
        if (rests.get(series) !== rest) continue;
        rests.delete(series);
        woken.push(series);
      }
      return woken;
    },
    forget: (build) => void builds.delete(build),
  };
}
