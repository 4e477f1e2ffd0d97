import { DatabaseSync } from 'node:sqlite';

import { expect } from 'vitest';

import type { ImportedEvent, NewEvent } from '../../src/domain/event.ts';
import { maxInstantMs } from '../../src/domain/instant.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import type { FactRead } from '../../src/domain/reading.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { OpenOptions } from '../../src/open.ts';
import { openTimeline } from '../../src/open.ts';
import { testEvents } from './vocabulary.ts';

/** A state in which every fact counts and the order of all of them. */
export interface Digest {
  readonly facts: number;
  readonly digest: number;
}

/** How a projection of digests differs from others. */
export interface DigestOptions {
  readonly name?: string;
  readonly version?: number;
  readonly start?: number;
  readonly keyed?: boolean;
  /** Hears of each fact that is folded, before it is. */
  readonly onFact?: (fact: FactRead) => void;
}

/** Makes a projection that gives another state for a fact missed, taken twice, read otherwise or out of its place. */
export function digesting(options: DigestOptions = {}): Projection<Digest> {
  const { name = 'digest', version = 1, start = 0, keyed = false, onFact = () => undefined } = options;
  const projection = defineProjection<Digest>({
    name,
    version,
    description: 'Digests everything, in order.',
    initial: { facts: 0, digest: start },
    evolve(state, fact) {
      onFact(fact);
      return { facts: state.facts + 1, digest: mixed(state.digest, `${fact.position} ${fact.reading.by}`) };
    },
  });
  return keyed ? { ...projection, key: tagsOf } : projection;
}

/** Counts what it is told of. */
export function createCounter() {
  let count = 0;
  return {
    note: () => {
      count += 1;
    },
    /** Returns the count since the last call. */
    take() {
      const taken = count;
      count = 0;
      return taken;
    },
  };
}

/** Where the facts of `live` begin, in milliseconds of the Unix epoch. */
export const dayOneMs = Date.UTC(2025, 0, 1);
export const minuteMs = 60_000;

/** Makes facts that were recorded as they occurred, one a minute, from the `from`th minute on. */
export function live(count: number, from = 0, data: Readonly<Record<string, unknown>> = {}): ImportedEvent[] {
  return Array.from({ length: count }, (_, index) => {
    const atMs = dayOneMs + (from + index) * minuteMs;
    return factAt(`live-${from + index}`, atMs, { recordedAt: atMs + 1000, data });
  });
}

/** Makes a fact that occurred at an instant; it has a recorded time of its own only where one is given. */
export function factAt(
  id: string,
  atMs: number,
  more: { readonly recordedAt?: number; readonly data?: Readonly<Record<string, unknown>> } = {},
): ImportedEvent {
  const { recordedAt, data = {} } = more;
  return {
    id,
    stream: 'seen-here',
    type: 'ThingSeen',
    occurred: new Date(atMs).toISOString(),
    data: { title: id, count: 1, about: [`place:${id.length}`], ...data },
    ...(recordedAt === undefined ? {} : { recordedAt }),
  };
}

/** Returns events as they are appended: without a stream and a recorded time of their own. */
export function told(events: readonly ImportedEvent[]): NewEvent[] {
  return events.map(({ id, type, occurred, data }) => ({
    ...(id === undefined ? {} : { id }),
    type,
    occurred,
    data,
  }));
}

/** Saves a state every few facts, nearly up to the head, and holds as good as none in memory. */
export const dense = { facts: 8, bytesPerByte: 0, unsettledShare: 0.2, heldBytesMax: 0 };

/** Uses what is saved, and saves nothing. */
export const layingNothing = { ...dense, facts: 1_000_000 };

/** Opens a timeline of test events on a file. */
export function openBad(
  path: string,
  projections: readonly Projection[],
  options: Partial<OpenOptions> = {},
): Promise<Timeline> {
  return openTimeline({
    store: `sqlite:${path}`,
    events: testEvents,
    projections,
    checkpoints: dense,
    ...options,
  });
}

/** Fills a file with `live` facts and saves states of projections in it; it is closed again. */
export async function saveStates(
  path: string,
  projections: readonly Projection[],
  options: { readonly facts: number; readonly sources?: readonly string[] },
): Promise<void> {
  const timeline = await openBad(path, projections, { sources: options.sources ?? [] });
  await timeline.import(live(options.facts));
  await timeline.caughtUp();
  for (const { checkpoints } of timeline.projections()) expect(checkpoints.count).toBeGreaterThan(10);
  await timeline.close();
}

/** Compares the states as of many moments with those folded from nothing by `folding`, beside the timeline that has the file open. */
export async function expectFoldedAnswers(
  timeline: Timeline,
  path: string,
  folding: readonly Projection[],
): Promise<void> {
  expect(await answersOf(timeline, folding)).toEqual(await foldedAnswers(path, folding));
}

/** Returns the answers at many moments, each folded from nothing. */
export async function foldedAnswers(path: string, folding: readonly Projection[]): Promise<unknown> {
  const naive = await openBad(path, folding, { readOnly: true, checkpoints: false });
  try {
    return await answersOf(naive, folding);
  } finally {
    await naive.close();
  }
}

/** Returns the states as of moments all over both times, with the keys and the states of the first two of keyed projections. */
export async function answersOf(timeline: Timeline, projections: readonly Projection[]): Promise<unknown> {
  const answers: unknown[] = [];
  for (const moment of momentsOf(timeline, timeline.head().position))
    for (const { name, key } of projections) {
      if (key === undefined) {
        answers.push(await timeline.state(name, moment));
        continue;
      }
      const { keys } = await timeline.keys(name, moment);
      answers.push(keys);
      for (const { key: one } of keys.slice(0, 2))
        answers.push(await timeline.state(name, { ...moment, key: one }));
    }
  return answers;
}

/** Moments all over both times: the occurred times of some events, known at some positions. */
function momentsOf(timeline: Timeline, position: number) {
  const positions = [1, 0.9, 0.5, 0.1].map((share) => Math.ceil(position * share));
  const instants = positions.flatMap((at) =>
    timeline.log({ after: at - 1, limit: 1 }).map(({ occurred }) => occurred),
  );
  return positions.flatMap((knownAt) => [...instants, maxInstantMs].map((asOf) => ({ asOf, knownAt })));
}

/** Asks the index beside a store, behind its back. */
export function askIndex(path: string, sql: string): readonly Readonly<Record<string, unknown>>[] {
  const raw = new DatabaseSync(`${path}-index`, { readOnly: true });
  try {
    return raw.prepare(sql).all();
  } finally {
    raw.close();
  }
}

function mixed(digest: number, text: string): number {
  let value = digest;
  for (let index = 0; index < text.length; index += 1)
    value = (Math.imul(value, 31) + text.charCodeAt(index)) | 0;
  return value;
}

function tagsOf({ data }: FactRead): readonly string[] {
  const about = data['about'];
  return Array.isArray(about) ? about.map(String) : [];
}
