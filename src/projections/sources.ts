import { z } from 'zod';

import { assert } from '../domain/assert.ts';
import { minInstantMs } from '../domain/instant.ts';
import { defineProjection } from '../domain/projection.ts';
import type { FactData, FactRead } from '../domain/reading.ts';
import { appendKept, keptMax, own, union, withEntry } from './records.ts';
import { byName, shape } from './shapes.ts';

const latenessSchema = shape({
  count: z.int().min(1),
  minMs: z.number(),
  maxMs: z.number(),
  sumMs: z.number(),
  meanMs: z.number(),
});
const publisherSchema = shape({
  reported: z.int().meta({ description: 'facts that named it when they were first stated, or name it now' }),
  byType: byName(z.int()).meta({ description: 'the same by event type' }),
  corrected: z.int().meta({ description: 'of these, facts that carry a correction' }),
  retracted: z.int().meta({ description: 'of these, facts that are withdrawn' }),
  lateness: latenessSchema.exactOptional().meta({
    description: 'recorded minus latest possible occurred time, of facts that stand and whose time is known',
  }),
  soleSource: shape({
    count: z.int(),
    facts: z.array(z.string()).max(keptMax).readonly().meta({ description: 'the latest, by id' }),
  }).meta({ description: 'facts that stand and name it alone' }),
  grades: byName(z.int()).meta({ description: 'how often it has each grade in facts that stand' }),
});

/** What one publisher reported, how late, and how it held. */
export type Publisher = z.output<typeof publisherSchema>;

const initial: Publisher = {
  reported: 0,
  byType: {},
  corrected: 0,
  retracted: 0,
  soleSource: { count: 0, facts: [] },
  grades: {},
};

/** What each publisher reported, one state a publisher; it covers event types of a user's own as well. */
export const sources = defineProjection<Publisher>({
  name: 'sources',
  version: 1,
  description:
    'For each publisher: what it reported, how late, how often corrected or retracted, and what it alone reports.',
  schema: publisherSchema,
  initial,
  seesRetracted: true,
  key: (fact) => union(publishersIn(fact.earlier[0]?.data ?? fact.data), publishersIn(fact.data)),
  dependsOn(path) {
    const [part, type] = path;
    if (part === 'byType' && type !== undefined) return { types: [type], since: [part, type] };
    return part === 'lateness' ? { since: [part] } : undefined;
  },
  evolve(state, fact: FactRead, key?: string) {
    assert(key !== undefined, 'a projection with keys is told the key of the state');
    const counts = {
      ...state,
      reported: state.reported + 1,
      byType: plusOne(state.byType, fact.type),
      corrected: state.corrected + (isCorrected(fact) ? 1 : 0),
    };
    if (fact.reading.status === 'retracted') return { ...counts, retracted: state.retracted + 1 };
    return withStanding(counts, fact, key);
  },
});

function isCorrected({ earlier, reading }: FactRead): boolean {
  return [...earlier, reading].some(({ status }) => status === 'corrected' || status === 'reinstated');
}

/** Counts what holds of a fact as it reads now: nothing of it is for a publisher that it no longer names. */
function withStanding(state: Publisher, fact: FactRead, key: string): Publisher {
  const named = publishersIn(fact.data);
  if (!named.includes(key)) return state;
  const late = latenessMs(fact);
  const grades = gradesIn(fact.data, key).reduce(plusOne, state.grades);
  const { count, facts } = state.soleSource;
  return {
    ...state,
    ...(late === undefined ? {} : { lateness: withLateness(state.lateness, late) }),
    soleSource:
      named.length === 1 ? { count: count + 1, facts: appendKept(facts, fact.id) } : state.soleSource,
    grades,
  };
}

/** Returns how late a fact was recorded, in milliseconds; undefined when its time is inferred, qualified, or has no known start. */
function latenessMs({ data, when, recordedAt }: FactRead): number | undefined {
  const { inferred } = data;
  if (Array.isArray(inferred) && inferred.includes('occurred')) return undefined;
  if (when.qualifier !== undefined || when.from === minInstantMs) return undefined;
  return Math.max(0, recordedAt - when.fromLatest);
}

function withLateness(before: Publisher['lateness'], ms: number): NonNullable<Publisher['lateness']> {
  const count = (before?.count ?? 0) + 1;
  const sumMs = (before?.sumMs ?? 0) + ms;
  return {
    count,
    minMs: Math.min(before?.minMs ?? ms, ms),
    maxMs: Math.max(before?.maxMs ?? ms, ms),
    sumMs,
    meanMs: sumMs / count,
  };
}

function plusOne(counts: Readonly<Record<string, number>>, name: string) {
  return withEntry(counts, name, (own(counts, name) ?? 0) + 1);
}

function publishersIn(data: FactData): readonly string[] {
  return union(
    [],
    sourcesIn(data).map(({ publisher }) => publisher),
  );
}

function gradesIn(data: FactData, publisher: string): readonly string[] {
  return sourcesIn(data).flatMap((source) =>
    source.publisher === publisher && source.grade !== undefined ? [source.grade] : [],
  );
}

/** Lists the sources of any data; that of a user's own event types may have none, or something else by that name. */
function sourcesIn({ sources: given }: FactData): readonly NamedSource[] {
  return Array.isArray(given) ? given.filter(isNamedSource) : [];
}

type NamedSource = { readonly publisher: string; readonly grade?: string };

function isNamedSource(value: unknown): value is NamedSource {
  if (typeof value !== 'object' || value === null || !('publisher' in value)) return false;
  return typeof value.publisher === 'string' && (!('grade' in value) || typeof value.grade === 'string');
}
