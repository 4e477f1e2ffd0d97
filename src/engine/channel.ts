import { TimelineError } from '../domain/errors.ts';
import type { Certainty, ResolvedMoment } from '../domain/moment.ts';
import type { EventLog } from '../store/port.ts';
import { nextDueAt } from './due.ts';
import type { Pulse } from './pulse.ts';

/** A place in what a channel tells: everything up to a moment. */
export interface Point {
  /** Grows by one with everything that is told. */
  readonly serial: number;
  readonly moment: ResolvedMoment;
  /** What it is of, such as one version of a projection. */
  readonly of: unknown;
}

/** What a channel is about: how it goes on from one moment to another. */
export interface Subject<Held, Told> {
  /** The instant that `asOf` is fixed at, in milliseconds of the Unix epoch; undefined when it moves with the clock. */
  readonly asOf: number | undefined;
  readonly certainty: Certainty;
  /** Returns what it is of now; when that is another than before, all is told anew. */
  current(): unknown;
  /** Works out what is kept while it goes on; `isFirst` when nothing was told before, so that it may be refused. */
  begin(moment: ResolvedMoment, isFirst: boolean): Promise<Held>;
  /** Returns whether events of a part of the log may change anything before or at `asOf`. */
  isTouched(after: number, through: number, asOf: number): boolean;
  /** Returns the moment to go to in one step on the way to another, so that what is told has a bound. */
  towards(from: ResolvedMoment, to: ResolvedMoment): ResolvedMoment;
  /** Goes on to a moment; tells nothing when nothing changed. */
  advance(from: Point, to: ResolvedMoment, held: Held | undefined): Promise<Advanced<Held, Told>>;
  /** Tells all anew, for another version. */
  reset(point: Point, held: Held): Promise<Told>;
  /** Tells that nothing is different after a fault, or undefined to tell nothing. */
  healed(from: Point, to: ResolvedMoment): Told | undefined;
  /** Tells of a fault. */
  fault(point: Point, error: TimelineError): Told;
}

/** How a subject went on. */
export interface Advanced<Held, Told> {
  readonly held: Held;
  readonly told: Told | undefined;
}

/** Something that was told, and the point that it leads to. */
export interface Entry<Told> {
  readonly point: Point;
  readonly told: Told;
}

/** The last point of a channel, with what is kept of it. */
export interface Tip<Held, Told> {
  readonly point: Point;
  readonly held: Held;
  /** What was told of a fault, while it lasts. */
  readonly fault?: Told;
}

/** What many subscribers share: each change is worked out once, and each of them takes it when it is ready to. */
export interface Channel<Held, Told> {
  /** Joins it; `onWake` is called whenever there may be something to take. */
  join(onWake: () => void): void;
  leave(onWake: () => void): void;
  /** Returns the tip after it has come up to the head, with `asOf` moved on by the clock where nothing has changed since. Throws what the subject throws. */
  ready(): Promise<Tip<Held, Told>>;
  tip(): Tip<Held, Told> | undefined;
  /** Returns what was told after a serial; undefined when nothing was, or it is not kept any more. */
  after(serial: number): Entry<Told> | undefined;
  /** Throws what ended it, unless it was closed. */
  isEnded(): boolean;
  close(): void;
}

/** What a channel is made of. */
export interface ChannelOptions<Held, Told> {
  readonly store: EventLog;
  readonly pulse: Pulse;
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** How often the clock is looked at while something is awaited, in milliseconds: it may be set meanwhile. */
  readonly lookEveryMs: number;
  readonly subject: Subject<Held, Told>;
  /** How much of what was told is kept at most for those who are a little behind. */
  readonly keptMax: number;
  /** About how much something told takes; what was told is kept up to `weightMax` in all. */
  readonly weightOf: (told: Told) => number;
}

/** Told things that are kept for those who are a little behind, by weight. */
const weightMax = 250_000;
/** Who is behind by more positions than this goes to the head at once, and not append by append. */
const steppedMax = 256;

/** Creates a channel; it works while somebody has joined. */
export function createChannel<Held, Told>(options: ChannelOptions<Held, Told>): Channel<Held, Told> {
  const { store, pulse, clock, subject, keptMax, weightOf } = options;
  const listeners = new Set<() => void>();
  const kept: (Entry<Told> & { readonly weight: number })[] = [];
  let keptWeight = 0;
  let tip: Tip<Held, Told> | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let fault: TimelineError | undefined;
  let failure: unknown;
  let isClosed = false;
  let isRunning = false;
  let settling: Promise<void> | undefined;
  /** Whether something may have changed since it was last looked at. */
  let isStale = false;
  let wakeUp: (() => void) | undefined;

  const onBeat = (): void => {
    isStale = true;
    wakeUp?.();
  };
  const wakeAll = (): void => {
    for (const listener of listeners) listener();
  };
  const momentAt = (position: number, asOf: number): ResolvedMoment => ({
    asOf,
    knownAt: store.recordedAtOf(position),
    position,
    certainty: subject.certainty,
  });
  const asOfNow = (): number =>
    subject.asOf ?? Math.max(tip?.point.moment.asOf ?? Number.NEGATIVE_INFINITY, clock());

  function tell(point: Point, told: Told): void {
    const weight = weightOf(told);
    kept.push({ point, told, weight });
    keptWeight += weight;
    while (kept.length > 1 && (kept.length > keptMax || keptWeight > weightMax))
      keptWeight -= kept.shift()?.weight ?? 0;
    wakeAll();
  }

  function moveTo(point: Point, held: Held): void {
    tip = { point, held };
    dueAt = subject.asOf === undefined ? nextDueAt(store, point.moment, true) : Number.POSITIVE_INFINITY;
  }

  async function beginAnew(of: unknown): Promise<void> {
    const before = tip;
    const moment = momentAt(store.head().position, asOfNow());
    const held = await subject.begin(moment, before === undefined);
    const point = { serial: (before?.point.serial ?? 0) + 1, moment, of };
    const told = before === undefined ? undefined : await subject.reset(point, held);
    moveTo(point, held);
    fault = undefined;
    if (told === undefined) wakeAll();
    else tell(point, told);
  }

  /** How far to go in one step: what was recorded together is told together, and alone, where it is known how it was. */
  function nextPosition(from: number, head: number): number {
    if (fault !== undefined || head - from > steppedMax) return head;
    return store.endAfter(from) ?? head;
  }

  /** Goes one step on; returns false when there is nothing to do. */
  async function advance(): Promise<boolean> {
    // What happens from here on is seen by the next step.
    isStale = false;
    const of = subject.current();
    if (tip === undefined || tip.point.of !== of) {
      await beginAnew(of);
      return true;
    }
    const { point, held } = tip;
    const head = store.head().position;
    const asOf = asOfNow();
    const isDue = dueAt <= asOf;
    if (head <= point.moment.position && !isDue && fault === undefined) return false;
    const position = nextPosition(point.moment.position, Math.max(head, point.moment.position));
    const end = momentAt(position, asOf);
    if (!isDue && fault === undefined && !subject.isTouched(point.moment.position, position, asOf)) {
      moveTo({ ...point, moment: end }, held);
      return true;
    }
    const to = subject.towards(point.moment, end);
    const advanced = await subject.advance(point, to, held);
    const told = advanced.told ?? (fault === undefined ? undefined : subject.healed(point, to));
    fault = undefined;
    const next = { serial: point.serial + (told === undefined ? 0 : 1), moment: to, of };
    moveTo(next, advanced.held);
    if (told !== undefined) tell(next, told);
    return true;
  }

  function noteError(error: unknown): void {
    if (!(error instanceof TimelineError) || error.code !== 'projection-faulted') {
      failure = error;
      wakeAll();
    } else if (error.message !== fault?.message) {
      fault = error;
      if (tip === undefined) return wakeAll();
      const point = { ...tip.point, serial: tip.point.serial + 1 };
      const told = subject.fault(point, error);
      tip = { ...tip, point, fault: told };
      tell(point, told);
    }
  }

  const isGoingOn = (): boolean => !isClosed && failure === undefined;

  async function settleOnce(): Promise<void> {
    try {
      while (isGoingOn() && (await advance()));
    } catch (error) {
      if (isClosed) return;
      try {
        noteError(error);
      } catch (another) {
        failure = another;
        wakeAll();
      }
    }
  }

  /** Comes up to the head; only one at a time does. */
  async function settle(): Promise<void> {
    settling ??= settleOnce().finally(() => {
      settling = undefined;
    });
    return settling;
  }

  async function pause(): Promise<void> {
    if (isStale) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    wakeUp = resolve;
    const ms = Math.min(dueAt - clock(), options.lookEveryMs);
    // Time alone does not heal a fault.
    const isTimed = dueAt < Number.POSITIVE_INFINITY && fault === undefined;
    const timer = isTimed ? setTimeout(resolve, Math.max(1, ms)) : undefined;
    await promise;
    clearTimeout(timer);
  }

  const isWanted = (): boolean => listeners.size > 0 && isGoingOn();
  const isBehind = (head: number): boolean =>
    !isClosed && (tip === undefined || tip.point.moment.position < head);

  async function run(): Promise<void> {
    pulse.listen(onBeat);
    while (isWanted()) {
      await settle();
      if (isWanted()) await pause();
    }
    pulse.unlisten(onBeat);
    isRunning = false;
  }

  return {
    join(onWake) {
      listeners.add(onWake);
      if (isRunning) return;
      isRunning = true;
      void run();
    },
    leave(onWake) {
      listeners.delete(onWake);
      if (listeners.size === 0) wakeUp?.();
    },
    async ready() {
      const head = store.head().position;
      do {
        await settle();
        if (failure !== undefined) throw failure;
        if (fault !== undefined) throw fault;
      } while (isBehind(head));
      if (tip === undefined) throw new TimelineError('store-closed', `${store.name} is closed`);
      const asOf = asOfNow();
      // Who is told that it is so late is not told of an earlier time afterwards.
      if (asOf < dueAt && settling === undefined)
        tip = { ...tip, point: { ...tip.point, moment: { ...tip.point.moment, asOf } } };
      return tip;
    },
    tip: () => tip,
    // What is told has a serial of its own, one after the other.
    after: (serial) => kept[serial + 1 - (kept[0]?.point.serial ?? 0)],
    isEnded() {
      if (failure !== undefined && !isClosed) throw failure;
      return isClosed;
    },
    close() {
      isClosed = true;
      wakeUp?.();
      wakeAll();
    },
  };
}
