import { isDeepStrictEqual } from 'node:util';

import { TimelineError } from '../../src/domain/errors.ts';
import type { RecordedEvent } from '../../src/domain/event.ts';
import type { Moment, ResolvedMoment } from '../../src/domain/moment.ts';
import type { FactRead } from '../../src/domain/reading.ts';
import type { TimelineQuery } from '../../src/engine/answers.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { tags } from './arbitraries.ts';
import type { Oracle } from './oracle.ts';
import { seenByTag, seenInOrder, seenWithRetracted } from './projections.ts';

/** What a timeline was asked, what the oracle answers, and what the timeline answered instead. */
export interface Mismatch {
  readonly store: string;
  readonly asked: string;
  readonly moment: Moment;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** How an answer is compared: a label, and both sides of it. */
interface Comparison {
  readonly asked: string;
  readonly expected: unknown;
  actual(): Promise<unknown>;
}

/** One of the questions that are asked about a moment beside its history and its state, chosen by a number. */
export interface Question {
  readonly kind: 'fact' | 'keyed' | 'retracted' | 'pages' | 'keys';
  readonly choice: number;
  readonly filter: Omit<TimelineQuery, keyof Moment>;
}

/** Compares a timeline with the oracle at one moment; returns the first answer that differs. */
export async function findMismatch(
  timeline: Timeline,
  oracle: Oracle,
  log: readonly RecordedEvent[],
  at: {
    readonly moment: Moment;
    readonly clock: { readonly nowMs: number; readonly askedMs: number };
    readonly question: Question | undefined;
  },
): Promise<Mismatch | undefined> {
  const { moment, clock, question } = at;
  const resolved = oracle.resolve(moment, clock);
  const past = oracle.history(resolved);
  const asked: Comparison[] = [
    { asked: 'history', expected: past, actual: () => Array.fromAsync(timeline.history(moment)) },
    stateComparison(timeline, oracle, moment, resolved),
  ];
  if (question !== undefined) asked.push(comparisonOf(question, timeline, oracle, log, moment, resolved));
  for (const { asked: what, expected, actual } of asked) {
    const found = await orCode(actual);
    if (!isDeepStrictEqual(found, expected))
      return { store: timeline.name, asked: what, moment, expected, actual: found };
  }
  return undefined;
}

function stateComparison(
  timeline: Timeline,
  oracle: Oracle,
  moment: Moment,
  resolved: ResolvedMoment,
): Comparison {
  const { name: projection, version } = seenInOrder;
  const begun = oracle.history({ ...resolved, certainty: 'possible' });
  return {
    asked: 'state',
    expected: {
      projection,
      version,
      moment: resolved,
      state: oracle.state(seenInOrder, resolved),
      uncertain: oracle.uncertain(begun, resolved),
      underWay: oracle.underWay(begun, resolved),
    },
    actual: () => timeline.state(projection, moment),
  };
}

function comparisonOf(
  { kind, choice, filter }: Question,
  timeline: Timeline,
  oracle: Oracle,
  log: readonly RecordedEvent[],
  moment: Moment,
  resolved: ResolvedMoment,
): Comparison {
  switch (kind) {
    case 'fact': {
      const id = log[choice % log.length]?.id ?? 'none';
      const answer = oracle.fact(id, resolved);
      return {
        asked: `fact ${id}`,
        expected: answer === undefined ? 'unknown-event' : { moment: resolved, ...answer },
        actual: () => timeline.fact(id, moment),
      };
    }
    case 'keyed':
      return keyedComparison(timeline, oracle, moment, resolved, tags[choice % tags.length] ?? '');
    case 'retracted':
      return {
        asked: 'state with retracted facts',
        expected: oracle.state(seenWithRetracted, resolved),
        actual: async () => (await timeline.state(seenWithRetracted.name, moment)).state,
      };
    case 'keys':
      return {
        asked: 'keys',
        expected: tags
          .toSorted()
          .map((key) => ({ key, facts: withTag(oracle.history(resolved), key).length }))
          .filter(({ facts }) => facts > 0),
        actual: async () => (await timeline.keys(seenByTag.name, moment)).keys,
      };
    case 'pages':
      return {
        asked: `pages of ${JSON.stringify(filter)}`,
        expected: pagesExpected(oracle, resolved, filter),
        actual: () => readPages(timeline, { ...filter, ...moment }),
      };
  }
}

function keyedComparison(
  timeline: Timeline,
  oracle: Oracle,
  moment: Moment,
  resolved: ResolvedMoment,
  key: string,
): Comparison {
  // A key is known of once any reading had it, whatever came of that.
  const ever = oracle.history({ ...resolved, asOf: Infinity, certainty: 'possible' }, true);
  const readings = ever.flatMap(({ data, earlier }) => [{ data }, ...earlier]);
  const begun = withTag(oracle.history({ ...resolved, certainty: 'possible' }), key);
  const isKnown = withTag(readings, key).length > 0;
  return {
    asked: `state of ${key}`,
    expected: isKnown
      ? {
          state: oracle.state(seenByTag, resolved, key),
          uncertain: oracle.uncertain(begun, resolved),
          underWay: oracle.underWay(begun, resolved),
        }
      : 'unknown-key',
    async actual() {
      const { state, uncertain, underWay } = await timeline.state(seenByTag.name, { ...moment, key });
      return { state, uncertain, underWay };
    },
  };
}

function pagesExpected(oracle: Oracle, moment: ResolvedMoment, filter: Question['filter']): unknown {
  const passed = oracle.history(moment, filter.withRetracted).filter((fact) => passes(fact, filter));
  const entries = filter.order === 'newest-first' ? passed.toReversed() : passed;
  const size = filter.limit ?? 100;
  const pages = Array.from({ length: Math.max(1, Math.ceil(entries.length / size)) }, (_, page) =>
    entries.slice(page * size, (page + 1) * size),
  );
  return pages.map((facts) => {
    const standing = facts.filter(({ reading }) => reading.status !== 'retracted');
    return {
      entries: facts,
      moment,
      uncertain: oracle.uncertain(standing, moment),
      underWay: oracle.underWay(standing, moment),
    };
  });
}

async function readPages(timeline: Timeline, query: TimelineQuery): Promise<unknown> {
  const pages: unknown[] = [];
  let next: string | undefined;
  do {
    const { next: following, ...page } = await timeline.timeline({
      ...query,
      ...(next === undefined ? {} : { page: next }),
    });
    pages.push(page);
    next = following;
  } while (next !== undefined);
  return pages;
}

/** Returns whether a fact passes a filter, told in another way than the engine does. */
export function passes({ when, type, stream, data }: FactRead, filter: Question['filter']): boolean {
  const { from = -Infinity, to = Infinity, about, types, streams, publishers, text } = filter;
  const named = JSON.stringify(data['sources']);
  return [
    when.from >= from,
    when.from <= to,
    about === undefined || about.some((tag) => JSON.stringify(data['about']).includes(`"${tag}"`)),
    types === undefined || types.includes(type),
    streams === undefined || streams.includes(stream),
    publishers === undefined || publishers.some((publisher) => named.includes(`"${publisher}"`)),
    text === undefined || text.split(' ').every((word) => wordsIn(data).includes(word)),
  ].every(Boolean);
}

/** Every word of the texts in `data`, lower case and without the accents that generated titles have. */
function wordsIn(data: unknown): readonly string[] {
  if (typeof data === 'string')
    return data
      .toLowerCase()
      .replaceAll('é', 'e')
      .split(/[\s:,-]+/);
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(wordsIn) : [];
}

function withTag<Fact extends Pick<FactRead, 'data'>>(facts: readonly Fact[], tag: string): readonly Fact[] {
  return facts.filter((fact) => JSON.stringify(fact.data['about']).includes(`"${tag}"`));
}

async function orCode(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TimelineError) return error.code;
    throw error;
  }
}
