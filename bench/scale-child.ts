import { rmSync } from 'node:fs';

import { news, openTimeline } from '../src/index.ts';
import type { Timeline } from '../src/index.ts';
import type { Generated } from './generate.ts';
import { firstRecordedMs, generate, randomOf, recordedEveryMs, usual } from './generate.ts';
import { rateSince } from './measure.ts';
import { pulse, pulseOfFacts } from './pulse.ts';
import { bringWordsIn } from './words.ts';

/** What a child is asked to do: build its store, or to answer some questions of one kind. */
export type Order =
  | { readonly do: 'build' }
  | { readonly do: 'ask'; readonly question: Question; readonly times: number };

/** What a child was told when it was begun. */
export interface ChildOptions extends Pick<Generated, 'lateness'> {
  readonly path: string;
  readonly events: number;
}

/** What building a store came to: rates in events a second, sizes in bytes. */
export interface Built {
  readonly imported: number;
  /** How fast words came into full-text search: after the import and before the upkeep, so that it is in neither. */
  readonly words: number;
  /** How fast checkpoints were brought up to the head of a log whose words are in. */
  readonly kept: number;
  readonly checkpointBytes: number;
  readonly checkpoints: number;
  readonly residentBytes: number;
}

/** A kind of question; `settled` is two hours and more behind the head (four days for keyed ones), `hot` is the last hour. */
export const questions = [
  'settled T, now',
  'settled T, at R',
  'hot T, after an append',
  'head as known at R of the last day',
  'head as known at any R',
  'key, T, now',
  'key, T, at R',
  'key, after a late event',
] as const;

/** One of the kinds of questions. */
export type Question = (typeof questions)[number];

const [argument = '{}'] = process.argv.slice(2);
const { path, events, lateness } = JSON.parse(argument) as ChildOptions;
const options = { ...usual, events, lateness };
/** What states are asked of: with ASOF_BENCH_SELECT=no one that selects nothing. */
const beating = process.env['ASOF_BENCH_SELECT'] === 'no' ? pulseOfFacts : pulse;
const projections =
  lateness === 'hour' ? [beating] : news.projections.filter(({ name }) => name === 'places');
const store = `sqlite:${path}`;
const random = randomOf(events);
const importedAtATime = 1_000_000;
const hourMs = 3_600_000;
const keyedBackMs = 4 * 24 * hourMs;

let timeline: Timeline | undefined;
let live: ReturnType<typeof generate> | undefined;

process.on('message', (order: Order) => {
  void carryOut(order).then((answer) => process.send?.(answer));
});

async function carryOut(order: Order): Promise<Built | readonly number[]> {
  if (order.do === 'build') return build();
  if (timeline === undefined) {
    timeline = await openTimeline({ store, events: news.events, projections });
    // A store that was built for another projection has nothing saved for this one.
    await timeline.caughtUp();
  }
  const times: number[] = [];
  for (let ask = 0; ask < order.times; ask += 1) times.push(await timed(timeline, order.question));
  return times;
}

async function build(): Promise<Built> {
  for (const ending of ['', '-wal', '-shm', '-index', '-index-wal', '-index-shm', '-lock'])
    rmSync(`${path}${ending}`, { force: true });
  const bare = await openTimeline({ store, events: news.events, projections: [], checkpoints: false });
  let startedAt = performance.now();
  for (let first = 0; first < events; first += importedAtATime)
    await bare.import(generate({ ...options, events: Math.min(importedAtATime, events - first) }, first));
  const imported = rateSince(startedAt, events);
  const words = await bringWordsIn(bare);
  await bare.close();
  timeline = await openTimeline({ store, events: news.events, projections });
  startedAt = performance.now();
  await timeline.caughtUp();
  const kept = rateSince(startedAt, events);
  const checkpoints = timeline.projections().map((projection) => projection.checkpoints);
  return {
    imported,
    words,
    kept,
    checkpoints: checkpoints.reduce((sum, { count }) => sum + count, 0),
    checkpointBytes: checkpoints.reduce((sum, { bytes }) => sum + bytes, 0),
    residentBytes: process.memoryUsage.rss(),
  };
}

async function timed(asked: Timeline, question: Question): Promise<number> {
  const query = await questionOf(asked, question);
  const startedAt = performance.now();
  await query();
  return performance.now() - startedAt;
}

/** Returns a question that is ready to be asked: what comes before it is not timed. */
async function questionOf(asked: Timeline, question: Question): Promise<() => Promise<unknown>> {
  const of = (moment: object) => async () => asked.state(beating.name, moment);
  const ofKey = (moment: object, key = keyOf(random)) => {
    return async () => asked.state('places', { ...moment, key }).catch(ignoreUnknown);
  };
  switch (question) {
    case 'settled T, now':
      return of({ asOf: before(events, 2 * hourMs) });
    case 'settled T, at R': {
      const knownAt = position(Math.floor(events / 2));
      return of({ knownAt, asOf: before(knownAt, 2 * hourMs) });
    }
    case 'hot T, after an append':
      return of({ asOf: (await appendLive(asked)).recordedMs - Math.floor(random() * hourMs) });
    case 'head as known at R of the last day':
      return of({ knownAt: position(Math.max(1, events - 86_400)) });
    case 'head as known at any R':
      return of({ knownAt: position(1) });
    case 'key, T, now':
      return ofKey({ asOf: before(events, keyedBackMs) });
    case 'key, T, at R': {
      const knownAt = position(Math.floor(events / 2));
      return ofKey({ knownAt, asOf: before(knownAt, keyedBackMs) });
    }
    case 'key, after a late event':
      return ofKey({}, (await appendLive(asked)).key);
  }
}

/** Appends the next event of the log, as live ones come: its occurred time is in the past of the generator's clock. */
async function appendLive(to: Timeline): Promise<{ readonly recordedMs: number; readonly key: string }> {
  // A store that was asked before has some of them already.
  live ??= generate({ ...options, events: 1_000_000, correctedShare: 0 }, to.head().position);
  const next = live.next();
  if (next.done === true) throw new Error('there are no more live events');
  const { stream, recordedAt = 0, ...event } = next.value;
  await to.import([{ ...event, stream, recordedAt }]);
  const about = (event.data as { readonly about: readonly string[] }).about;
  return { recordedMs: recordedAt, key: about.find((tag) => tag.startsWith('place:')) ?? '' };
}

/** A position from one on, up to the head that was built. */
function position(from: number): number {
  return from + Math.floor(random() * (events - from));
}

/** An occurred time before what a position had settled. */
function before(through: number, backMs: number): number {
  return firstRecordedMs + Math.floor(random() * Math.max(1, through * recordedEveryMs - backMs));
}

/** Keys are asked for as often as there are events about them. */
function keyOf(chance: () => number): string {
  return `place:place-${Math.floor(usual.places * chance() ** 6.64)}`;
}

function ignoreUnknown(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'unknown-key') return undefined;
  throw error;
}
