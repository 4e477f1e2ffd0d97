import { TimelineError } from '../domain/errors.ts';
import type { ErrorCode } from '../domain/errors.ts';
import type { BuildProgress, ProjectionInfo, Rebuilt } from '../engine/answers.ts';
import { unknownProjection } from '../engine/asked.ts';
import type { Timeline } from '../engine/timeline.ts';

/** A rebuild of a projection: how far it is, or how it ended. Times are milliseconds of the Unix epoch. */
export type Rebuild = RunningRebuild | CompleteRebuild | BrokenRebuild;

/** A rebuild that is under way. */
export interface RunningRebuild extends Begun {
  readonly status: 'running';
  readonly progress: BuildProgress;
}

/** A rebuild that answers now. */
export interface CompleteRebuild extends Begun {
  readonly status: 'done';
  readonly endedAt: number;
  readonly checkpoints: Rebuilt['checkpoints'];
}

/** A rebuild that came to nothing: what there was before goes on answering. */
export interface BrokenRebuild extends Begun {
  readonly status: 'cancelled' | 'failed';
  readonly endedAt: number;
  readonly error: unknown;
}

interface Begun {
  readonly projection: string;
  readonly version: number;
  /** Absent when an earlier process began it, and this one goes on. */
  readonly begunAt?: number;
}

/** The rebuilds of a timeline that were begun here: each goes on by itself, whoever asked for it. */
export interface Rebuilds {
  /** Begins a rebuild, or finds the one that is under way. Throws what keeps it from beginning: `unknown-projection`, `store-read-only`. */
  begin(projection: string): Promise<Rebuild>;
  /** Returns the rebuild of a projection that is under way, or the last one; throws `unknown-rebuild` and `unknown-projection`. */
  of(projection: string): Rebuild;
  /** Cancels what is under way, and returns how it ended; throws as `of`. */
  cancel(projection: string): Promise<Rebuild>;
}

/** What rebuilds are kept with. */
export interface RebuildsOptions {
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** Hears of a rebuild that failed when nobody waits for it. */
  readonly onFailure?: (error: unknown) => void;
}

interface UnderWay {
  readonly cancelling: AbortController;
  /** Rejects when it cannot even begin. */
  readonly begun: Promise<void>;
  readonly ended: Promise<void>;
}

/** Keeps the rebuilds of a timeline, the last of each projection. */
export function createRebuilds(timeline: Timeline, { clock, onFailure }: RebuildsOptions): Rebuilds {
  const last = new Map<string, Rebuild>();
  const underWay = new Map<string, UnderWay>();

  function start(projection: string): UnderWay {
    const cancelling = new AbortController();
    const first = Promise.withResolvers<void>();
    const begunAt = clock();
    let version: number | undefined;
    const onProgress = (progress: BuildProgress) => {
      version = progress.version;
      last.set(projection, { status: 'running', projection, version, begunAt, progress });
      first.resolve();
    };
    const rebuild = async (): Promise<void> => {
      try {
        const rebuilt = await timeline.rebuild(projection, { signal: cancelling.signal, onProgress });
        const { checkpoints } = rebuilt;
        const ended = { projection, version: rebuilt.version, begunAt, endedAt: clock() };
        last.set(projection, { ...ended, status: 'done', checkpoints });
      } catch (error) {
        if (version === undefined) throw error;
        const status = hasCode(error, 'rebuild-cancelled') ? 'cancelled' : 'failed';
        last.set(projection, { status, projection, version, begunAt, endedAt: clock(), error });
        if (status === 'failed' && !hasCode(error, 'store-closed')) onFailure?.(error);
      } finally {
        underWay.delete(projection);
      }
    };
    const ended = rebuild();
    const one = { cancelling, ended, begun: Promise.race([first.promise, ended]) };
    underWay.set(projection, one);
    return one;
  }
  /** What an earlier process began goes on in this one. */
  const goingOn = (projection: string): RunningRebuild | undefined => {
    const { building } = infoOf(timeline, projection);
    if (building === undefined || last.has(projection)) return undefined;
    return { status: 'running', projection, version: building.version, progress: building };
  };
  const of = (projection: string): Rebuild => {
    const known = last.get(projection) ?? goingOn(projection);
    if (known !== undefined) return known;
    throw new TimelineError('unknown-rebuild', `No rebuild of ${projection} was begun`, { projection });
  };

  return {
    of,
    async begin(projection) {
      await (underWay.get(projection) ?? start(projection)).begun;
      return of(projection);
    },
    async cancel(projection) {
      const one =
        underWay.get(projection) ?? (goingOn(projection) === undefined ? undefined : start(projection));
      one?.cancelling.abort();
      await one?.ended;
      return of(projection);
    },
  };
}

/** Returns how a projection is; throws `unknown-projection`. */
export function infoOf(timeline: Timeline, projection: string): ProjectionInfo {
  const info = timeline.projections().find(({ name }) => name === projection);
  if (info === undefined) throw unknownProjection(projection);
  return info;
}

function hasCode(error: unknown, code: ErrorCode): boolean {
  return error instanceof TimelineError && error.code === code;
}
