import { TimelineError } from '../domain/errors.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import type { Build, Series } from '../store/projection-index.ts';
import type { Builds } from './builds.ts';
import type { HeldStates } from './held.ts';
import type { Lateness } from './lateness.ts';
import type { Laid, Laying, Spacing } from './laying.ts';
import { createPace } from './pace.ts';
import { createResting } from './resting.ts';

/** What the chores need. */
export interface ChoresOptions {
  readonly store: EventLog;
  /** Returns the projections whose builds are kept up; it is asked at each step. */
  readonly projections: () => readonly Projection[];
  /** Names of all projections: what is kept of other code for them is removed. */
  readonly names: ReadonlySet<string>;
  readonly builds: Builds;
  readonly laying: Laying;
  readonly lateness: Lateness;
  readonly held: HeldStates;
  readonly spacing: Spacing;
  /** Most bytes that the checkpoints of all builds may take. */
  readonly bytesMax: () => number;
  /** A clock that only runs forward, in milliseconds from anywhere. */
  readonly elapsedMs: () => number;
  /** Hears of a projection that failed, and at which moment. */
  readonly onFault: (projection: Projection, error: TimelineError, at: FaultPlace) => void;
  /** Hears that a build is complete, so that another version may answer now. */
  readonly onComplete: () => void;
}

/** Where a projection failed: an answer at this place or beyond, in both times, shows that it does so no more. */
export interface FaultPlace {
  readonly asOf: number;
  readonly position: number;
}

/** What there is to do for what is saved of projections, a little at a time. */
export interface Chores {
  /** Begins the builds that there are none of. */
  begin(): void;
  /** Does a piece of what is most needed; returns false when there is nothing to do. */
  step(): boolean;
  /** Takes one build on towards a position. */
  follow(projection: Projection, build: Build, through: number, readings: number): void;
  /** Returns whether a build cannot follow the log any further, because the projection's own code fails. */
  isHalted(build: number): boolean;
  /** Returns whether a build that could go on has not come up to the head. */
  isBehind(): boolean;
  /** Tries builds of a projection again that its own code had stopped. */
  resume(projection: Projection): void;
  /** Gives a build up: it is removed little by little. */
  giveUp(build: Build): void;
  /** Says that somebody was served just now: pieces of work become small. */
  served(): void;
}

const seriesAtATime = 4;
/** Facts that may be folded for checkpoints for each reading that is followed, before the rest waits until the build is at the head. */
const foldedAReading = 4;

type Kept = readonly [Projection, Build];

/** Creates the chores of a store's builds. */
export function createChores(options: ChoresOptions): Chores {
  const { store, builds, laying, lateness, held, spacing, elapsedMs } = options;
  const index = store.projections;
  const resting = createResting();
  const paces = {
    follow: createPace(elapsedMs),
    lay: createPace(elapsedMs),
    discard: createPace(elapsedMs),
  };
  /** Builds that cannot follow the log any further. */
  const halted = new Set<number>();
  /** Builds whose checkpoints cannot be laid on before the log has gone on from this position. */
  const faulted = new Map<number, number>();
  const givenUp = new Set<number>();
  /** Facts that may still be folded for a build while it is behind the head. */
  const credit = new Map<number, number>();
  let headBefore = 0;

  const active = (): readonly Kept[] =>
    options
      .projections()
      .flatMap((projection) => builds.all(projection).map((build) => [projection, build] as const))
      .filter(([, { id }]) => !givenUp.has(id));
  const served = (): void => {
    for (const pace of Object.values(paces)) pace.served();
  };
  const settledMs = ({ position }: Build): number => lateness.settledMs(store.frontierAt(position));

  function followAll(those: readonly Kept[], through: number, readings: number): number {
    const before = those[0]?.[1].position ?? 0;
    const reached = builds.follow(those, { through, readings }, (projection, error) => {
      const build = those.find(([one]) => one === projection)?.[1];
      if (build === undefined) return;
      halted.add(build.id);
      options.onFault(projection, error, { asOf: Number.MAX_SAFE_INTEGER, position: through });
    });
    for (const [, { id }] of those)
      credit.set(id, Math.min(0, credit.get(id) ?? 0) + foldedAReading * (reached - before));
    return reached - before;
  }

  function begin(): void {
    if (!index.isWritable()) return;
    for (const projection of options.projections())
      if (builds.all(projection).length === 0) builds.begin(projection);
  }

  /** Takes those builds on that are furthest behind. */
  function stepFollow(): boolean {
    const head = store.head().position;
    const behind = active().filter(([, { id, position }]) => position < head && !halted.has(id));
    if (behind.length === 0) return false;
    const positions = behind.map(([, { position }]) => position);
    const after = Math.min(...positions);
    const those = behind.filter(([, { position }]) => position === after);
    const through = Math.min(head, ...positions.filter((position) => position > after));
    paces.follow.run((readings) => followAll(those, through, readings) * those.length);
    return true;
  }

  /** Lays checkpoints: while a build is behind the head only so many that following it is not held up for long. */
  function stepLay(): boolean {
    const head = store.head().position;
    for (const [projection, build] of active()) {
      const { id, position } = build;
      if (faulted.get(id) === position) continue;
      if (position < head && !halted.has(id) && (credit.get(id) ?? 0) <= 0) continue;
      const settled = settledMs(build);
      for (const name of resting.wake(id, settled, seriesAtATime)) index.recall(id, name);
      const due = index.due(id, spacing.facts, seriesAtATime, (series) => isResting(id, series));
      if (due.length === 0) continue;
      try {
        for (const series of due) layOne(projection, build, series, settled);
        faulted.delete(id);
      } catch (error) {
        if (!(error instanceof TimelineError) || error.code !== 'projection-faulted') throw error;
        faulted.set(id, position);
        options.onFault(projection, error, { asOf: settled, position });
      }
      prune(id);
      return true;
    }
    return false;
  }

  /** Where much more waits than did, checkpoints were closed by what came late. */
  function isResting(build: number, { name, waiting }: Series): boolean {
    const rest = resting.of(build, name);
    return rest !== undefined && waiting < rest.waiting + 2 * spacing.facts;
  }

  function layOne(projection: Projection, build: Build, series: Series, throughMs: number): void {
    paces.lay.run((facts) => {
      const laid = laying.lay(projection, build, series, { throughMs, facts });
      credit.set(build.id, (credit.get(build.id) ?? 0) - laid.facts);
      if (laid.isMore)
        index.setWaiting(build.id, series, Math.max(spacing.facts, series.waiting - laid.facts));
      else putToRest(projection, build, series, laid.tip);
      return Math.max(1, laid.facts);
    });
  }

  /** A series rests until the past is settled up to where its next checkpoint may stand. */
  function putToRest(projection: Projection, build: Build, series: Series, tip: Laid['tip']): void {
    const next = store.historyPlaces({
      asOf: Number.MAX_SAFE_INTEGER,
      position: build.position,
      certainty: 'possible',
      withRetracted: projection.seesRetracted ?? false,
      order: 'oldest-first',
      series: projection.key === undefined ? undefined : series.id,
      ...(tip.facts === 0 ? {} : { after: { from: tip.occurredMs, position: Number.MAX_SAFE_INTEGER } }),
      limit: spacing.facts,
    });
    index.setWaiting(build.id, series, next.length);
    const untilMs = next[spacing.facts - 1]?.from ?? Number.POSITIVE_INFINITY;
    resting.rest(build.id, series.name, { untilMs, waiting: next.length });
  }

  /** A build is complete when it has come up to the head and nothing is left to lay; what it takes the place of goes. */
  function stepComplete(): boolean {
    const head = store.head().position;
    const done = active().find(
      ([, { id, isComplete, position }]) => !isComplete && position >= head && faulted.get(id) !== position,
    );
    if (done === undefined) return false;
    const [projection, build] = done;
    index.complete(build.id);
    for (const { id } of builds.all(projection)) if (id < build.id) givenUp.add(id);
    options.onComplete();
    return true;
  }

  function stepDiscard(): boolean {
    const used = new Set(active().map(([, { id }]) => id));
    const gone = index.builds().find(({ id, projection }) => !used.has(id) && options.names.has(projection));
    if (gone === undefined) return false;
    held.forget(gone.id);
    resting.forget(gone.id);
    paces.discard.run((rows) => {
      if (index.discard(gone.id, rows)) givenUp.delete(gone.id);
      return rows;
    });
    return true;
  }

  /** Keeps the checkpoints of a build within their share of the bytes: what is taken away now is not due again soon. */
  function prune(id: number): void {
    const most = options.bytesMax() / Math.max(1, active().length);
    if (index.size(id).bytes > most) index.prune(id, most * 0.8);
  }

  return {
    begin,
    step() {
      if (!index.isWritable()) return false;
      const head = store.head().position;
      if (head !== headBefore) served();
      headBefore = head;
      begin();
      return stepLay() || stepFollow() || stepComplete() || stepDiscard();
    },
    follow: (projection, build, through, readings) =>
      void followAll([[projection, build]], through, readings),
    isHalted: (build) => halted.has(build),
    isBehind() {
      const head = store.head().position;
      return active().some(([, { id, position }]) => position < head && !halted.has(id));
    },
    resume(projection) {
      for (const { id } of builds.all(projection)) {
        halted.delete(id);
        faulted.delete(id);
      }
    },
    giveUp({ id }) {
      givenUp.add(id);
      // From here on it is no build any more, also after this process; its rows go little by little.
      if (index.isWritable()) index.discard(id, 0);
    },
    served,
  };
}
