import { createCatalogue } from '../../src/domain/catalogue.ts';
import type { NewEvent } from '../../src/domain/event.ts';
import { createTimeline } from '../../src/engine/create.ts';
import type { TimelineOptions } from '../../src/engine/create.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { EventLog } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import { testProjections } from './projections.ts';
import { startMs } from './times.ts';
import { testEvents } from './vocabulary.ts';

/** A timeline to subscribe to, with a clock moved by hand and the store below it. */
export interface LiveTimeline {
  readonly timeline: Timeline;
  readonly store: EventLog;
  /** Milliseconds of the Unix epoch; moved by hand. */
  nowMs: number;
  /** How many calls wait for the log to go on. */
  waiting(): number;
  /** How often the store was read. */
  reads(): number;
}

/** How a timeline to subscribe to differs from others. */
export interface LiveTimelineOptions extends Partial<
  Omit<TimelineOptions, 'store' | 'catalogue' | 'clock' | 'newId'>
> {
  /** A file to keep it in; in memory when left out. */
  readonly path?: string;
  readonly nowMs?: number;
}

/** Opens a timeline of test events; where nothing else is said nothing is saved of projections, and the clock is looked at all the time. */
export function openLive(options: LiveTimelineOptions = {}): LiveTimeline {
  const { path, nowMs = startMs, projections = testProjections, ...rest } = options;
  const catalogue = createCatalogue(testEvents);
  const hand = { nowMs };
  const clock = () => hand.nowMs;
  const opened =
    path === undefined ? openMemoryStore({ catalogue, clock }) : openSqliteStore({ catalogue, clock, path });
  let [waiting, reads, ids] = [0, 0, 0];
  const store: EventLog = {
    ...opened,
    head() {
      reads += 1;
      return opened.head();
    },
    async reached(position, signal) {
      waiting += 1;
      await opened.reached(position, signal).finally(() => (waiting -= 1));
    },
  };
  const newId = () => `id-${(ids += 1)}`;
  const timeline = createTimeline({
    store,
    catalogue,
    clock,
    newId,
    projections,
    checkpoints: false,
    lookEveryMs: 1,
    waitMsMax: 5,
    ...rest,
  });
  return Object.assign(hand, { timeline, store, waiting: () => waiting, reads: () => reads });
}

/** Makes a fact of test events that occurred at an instant or in words of its source. */
export function seen(id: string, occurred: string | number, about: readonly string[] = []): NewEvent {
  return {
    id,
    type: 'ThingSeen',
    occurred: typeof occurred === 'number' ? new Date(occurred).toISOString() : occurred,
    data: { title: id, count: 1, about },
  };
}

/** What a subscription tells, as it comes. */
export interface Hearing<Told> {
  /** Everything that it was told, in order. */
  readonly heard: readonly Told[];
  /** Resolves when a condition holds, which is looked at whenever something came; rejects when the subscription fails or ends before. */
  until(condition: (heard: readonly Told[]) => boolean): Promise<readonly Told[]>;
  /** Resolves when it has ended; rejects with what it failed with. */
  readonly ended: Promise<void>;
  stop(): void;
}

/** Takes everything that a subscription tells. */
export function listenTo<Told>(
  subscribe: (signal: AbortSignal) => AsyncGenerator<Told, void, undefined>,
): Hearing<Told> {
  const stopping = new AbortController();
  const heard: Told[] = [];
  const waiting = new Set<() => void>();
  let end: { readonly error?: unknown } | undefined;
  const look = () => {
    for (const one of waiting) one();
  };
  const run = async (): Promise<void> => {
    for await (const told of subscribe(stopping.signal)) {
      heard.push(told);
      look();
    }
  };
  const ended = run().then(
    () => void (end = {}),
    (error: unknown) => {
      end = { error };
      look();
      throw error;
    },
  );
  ended.then(look, () => undefined);
  return {
    heard,
    ended,
    stop: () => stopping.abort(),
    async until(condition) {
      await new Promise<void>((resolve, reject) => {
        const one = () => {
          if (condition(heard)) resolve();
          else if (end !== undefined) reject(end.error ?? new Error('it ended before'));
          else return;
          waiting.delete(one);
        };
        waiting.add(one);
        one();
      });
      return heard;
    },
  };
}

/** Lets everything run that does not wait for time to pass. */
export async function turns(count = 12): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
