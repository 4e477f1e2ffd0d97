import * as fc from 'fast-check';

import type { RequestNote } from '../../src/domain/audit.ts';
import { createCatalogue } from '../../src/domain/catalogue.ts';
import { defineEvent } from '../../src/domain/event-type.ts';
import { foreignEventSchema } from '../../src/domain/events/foreign.ts';
import type { PreparedEvent } from '../../src/domain/prepare.ts';
import type { ClusterEvent } from '../../src/store/kurrentdb/parts.ts';
import { corrects, retracts, seen } from '../store/contract/setup.ts';
import type { ClusterLog } from './cluster-events.ts';
import { createClusterLog, createdMs, namedId } from './cluster-events.ts';
import { testEvents } from './vocabulary.ts';

/** One event of a generated append; what it aims at is counted back from the last event that was written. */
export interface EventSeed {
  readonly does:
    | 'states'
    | 'knows-no-type'
    | 'restates'
    | 'moves'
    | 'says-nothing'
    | 'retracts'
    | 'again'
    | 'is-bad';
  readonly aim: number;
}

/** What a generated append brings along: an idempotency key with one of two requests, and the clocks it went by. */
export interface AppendSeed {
  readonly stream: number;
  readonly events: readonly EventSeed[];
  readonly key: number | undefined;
  readonly asked: number;
  readonly stampMs: number;
  readonly aheadMs: number;
}

/** One thing that is written to a generated cluster. */
export type ClusterStep =
  | ({ readonly do: 'append' } & AppendSeed)
  | ({ readonly do: 'cut'; readonly after: number; readonly isLeftOff: boolean } & AppendSeed)
  | { readonly do: 'write-again'; readonly which: number }
  | ({
      readonly do: 'stage';
      readonly import: number;
      readonly fails: boolean;
      readonly isStamped: boolean;
    } & AppendSeed)
  | { readonly do: 'end'; readonly import: number; readonly lacks: number; readonly isSigned: boolean }
  | { readonly do: 'foreign'; readonly stream: number; readonly what: number }
  | { readonly do: 'other'; readonly what: number };

/** A generated cluster, as the steps that write it. */
export type ClusterScript = readonly ClusterStep[];

const streams = ['seen-kyiv', 'seen-lviv', 'heard-all'] as const;

const eventSeed = fc.record({
  does: fc.oneof(
    { weight: 15, arbitrary: fc.constant('states' as const) },
    { weight: 6, arbitrary: fc.constantFrom('knows-no-type', 'restates', 'moves', 'retracts') },
    { weight: 1, arbitrary: fc.constantFrom('says-nothing', 'again', 'is-bad') },
  ),
  aim: fc.nat(8),
}) as fc.Arbitrary<EventSeed>;

const appendSeed = {
  stream: fc.nat(2),
  events: fc.array(eventSeed, { minLength: 1, maxLength: 4 }),
  key: fc.constantFrom(undefined, undefined, undefined, undefined, 0, 1, 2, 3),
  asked: fc.nat(1),
  stampMs: fc.constantFrom(0, 1, 5, 5, 1000, -1000, 59_999, 70_000),
  aheadMs: fc.constantFrom(0, 0, 3, 60_000, 60_001),
};

const step: fc.Arbitrary<ClusterStep> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('append' as const), ...appendSeed }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('cut' as const),
      after: fc.nat(3),
      isLeftOff: fc.boolean(),
      ...appendSeed,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('write-again' as const), which: fc.nat(20) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('stage' as const),
      import: fc.nat(1),
      fails: fc.constantFrom(...Array.from({ length: 11 }, () => false), true),
      isStamped: fc.constantFrom(true, true, true, false),
      ...appendSeed,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('end' as const),
      import: fc.nat(1),
      lacks: fc.constantFrom(0, 0, 0, 0, 1),
      isSigned: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('foreign' as const),
      stream: fc.nat(2),
      what: fc.constantFrom(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 4),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('other' as const), what: fc.nat(2) }) },
);

/** Generates what is written to a cluster: appends that can be recorded and that cannot, cut ones, repeats, imports, and what others write. */
export function clusterScriptArbitrary(stepsMax = 24): fc.Arbitrary<ClusterScript> {
  return fc.array(step, { maxLength: stepsMax, size: 'max' });
}

/** What nodes may know of the types of a generated log. */
export const catalogues = {
  all: createCatalogue(testEvents),
  nothing: createCatalogue([]),
  more: createCatalogue([
    ...testEvents,
    defineEvent({ type: 'WeightLifted', description: 'Somebody lifted it.', versions: [foreignEventSchema] }),
  ]),
};

/** The prefix of the streams of a generated log. */
export const scriptPrefix = 'log.';

/** Writes a cluster by a script. */
export function writeCluster(script: ClusterScript): readonly ClusterEvent[] {
  const log = createClusterLog(scriptPrefix);
  const world: Written = { log, ids: [], ranges: [], imports: [], nowMs: createdMs };
  log.create(namedId('log'));
  for (const one of script) writeStep(one, world);
  return log.events;
}

interface Written {
  readonly log: ClusterLog;
  /** The ids of events that were written, whatever becomes of them. */
  readonly ids: string[];
  /** Where the events of whole appends stand. */
  readonly ranges: { readonly from: number; readonly to: number }[];
  /** How many events of each import were written, and the last number given. */
  readonly imports: { id: string; next: number }[];
  nowMs: number;
}

function writeStep(one: ClusterStep, world: Written): void {
  const { log } = world;
  switch (one.do) {
    case 'append': {
      const from = log.events.length;
      log.append(streamOf(one), preparedOf(one, world), optionsOf(one, world));
      world.ranges.push({ from, to: log.events.length });
      return;
    }
    case 'cut': {
      const events = preparedOf(one, world);
      const options = { ...optionsOf(one, world), append: namedId(`cut ${log.events.length}`) };
      log.append(streamOf(one), events, { ...options, to: one.after });
      if (!one.isLeftOff) log.write(`${scriptPrefix}seen-odesa`, {});
      if (!one.isLeftOff) log.append(streamOf(one), events, { ...options, from: one.after });
      return;
    }
    case 'write-again': {
      const range = world.ranges[one.which % Math.max(1, world.ranges.length)];
      for (const { stream, wireId, type, data, metadata, created } of log.events.slice(
        range?.from,
        range?.to ?? 0,
      ))
        log.write(stream, { wireId, type, data, metadata, created });
      return;
    }
    case 'stage':
      // One event that fails takes all others of its import along.
      for (const event of preparedOf(one.fails ? one : statingOnly(one), world)) stageOne(one, event, world);
      return;
    case 'end': {
      const { id, next } = importOf(one.import, world);
      log.end(id, Math.max(1, next - one.lacks), one.isSigned ? 'os:ann' : undefined);
      world.imports[one.import] = { id: namedId(`import ${log.events.length}`), next: 0 };
      return;
    }
    case 'foreign':
      log.write(`${scriptPrefix}${streams[one.stream] ?? ''}`, foreignEvents[one.what] ?? {});
      return;
    case 'other':
      log.write(['seen-kyiv', '$stats', `${scriptPrefix}told-nobody`][one.what] ?? 'x', {});
  }
}

const foreignEvents: readonly Partial<ClusterEvent>[] = [
  {},
  { metadata: { asof: { v: 1 } }, data: {} },
  { metadata: { $correlationId: 'x' }, data: { title: 'of others' } },
  { type: '$>', data: '0@seen-kyiv' },
  { type: '$streamDeleted' },
];

function importOf(which: number, { imports }: Written): { id: string; next: number } {
  return (imports[which] ??= { id: namedId(`import ${which}`), next: 0 });
}

function stageOne(one: ClusterStep & { readonly do: 'stage' }, event: PreparedEvent, world: Written): void {
  const imported = importOf(one.import, world);
  const stamped = one.isStamped ? { stamped: true as const } : {};
  world.log.stage(
    streamOf(one),
    event,
    { id: imported.id, number: imported.next, ...stamped },
    optionsOf(one, world),
  );
  imported.next += one.fails && one.asked === 1 ? 2 : 1;
}

function statingOnly(one: AppendSeed): AppendSeed {
  return { ...one, events: one.events.map(({ aim }) => ({ does: 'states', aim })) };
}

function streamOf({ stream }: AppendSeed): string {
  return streams[stream] ?? streams[0];
}

function optionsOf({ key, asked, stampMs, aheadMs }: AppendSeed, world: Written) {
  world.nowMs += stampMs;
  const note: RequestNote | undefined =
    key === undefined
      ? undefined
      : { action: 'append', by: 'os:ann', idempotencyKey: `k${key}`, fingerprint: `${asked}`.repeat(64) };
  return { note, recordedAt: world.nowMs, created: world.nowMs - aheadMs };
}

function preparedOf({ events }: AppendSeed, world: Written): readonly PreparedEvent[] {
  return events.map((seed) => {
    const { ids } = world;
    const id = seed.does === 'again' ? aimOf(seed, ids) : `e${ids.length}`;
    const event = eventOf(seed, id, ids);
    ids.push(id);
    return event;
  });
}

function aimOf({ aim }: EventSeed, ids: readonly string[]): string {
  return ids.at(-1 - (aim % Math.max(1, ids.length))) ?? 'nobody';
}

function eventOf(seed: EventSeed, id: string, ids: readonly string[]): PreparedEvent {
  const target = aimOf(seed, ids);
  switch (seed.does) {
    case 'states':
      return seen(id, `2025-07-0${1 + (seed.aim % 9)}`, { count: seed.aim, about: ['place:kyiv'] });
    case 'knows-no-type':
      return { ...seen(id), type: 'WeightLifted', schemaVersion: 3, data: { kilograms: seed.aim } };
    case 'restates': {
      const event = corrects(id, target, { data: { title: 't', about: [], sources: [], count: 9 } });
      return { ...event, data: { ...event.data, dataVersion: 1 } };
    }
    case 'moves':
      return corrects(id, target, { occurred: '2024' });
    case 'says-nothing':
      return corrects(id, target, {});
    case 'retracts':
      return retracts(id, target);
    case 'again':
      return seen(id, '1999');
    case 'is-bad':
      return { ...seen(id), type: 'none' };
  }
}
