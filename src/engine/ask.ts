import { assert } from '../domain/assert.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Moment, ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog } from '../store/port.ts';
import type { TimelineQuery } from './answers.ts';
import { mentionOf } from './answers.ts';
import { countKeys, foldState, guarded, readHistory } from './fold.ts';
import { resolveMoment } from './moment.ts';
import { readPage, writePage } from './pages.ts';
import { spanningOf, standingOf } from './standing.ts';
import type { Timeline } from './timeline.ts';

/** Most facts on one page of a timeline. */
export const pageFactsMax = 1000;
const pageFactsUsual = 100;

interface AskingOptions {
  readonly clock: () => number;
  readonly waitMsMax: number;
}

/** The half of a timeline that answers as of a moment. */
export function createAsking(
  store: EventLog,
  projections: ReadonlyMap<string, Projection>,
  options: AskingOptions,
): Pick<Timeline, 'history' | 'timeline' | 'fact' | 'state' | 'keys' | 'projections'> {
  const faults = new Map<string, { readonly sentence: string; readonly moment: ResolvedMoment }>();
  const resolve = async (moment: Moment): Promise<ResolvedMoment> =>
    resolveMoment({ store, ...options }, moment);

  const projectionOf = (name: string): Projection => {
    const projection = projections.get(name);
    if (projection === undefined)
      throw new TimelineError(
        'unknown-projection',
        `There is no projection ${JSON.stringify(name.slice(0, 80))}`,
        {
          projection: name.slice(0, 80),
        },
      );
    return projection;
  };

  /** Keeps that a projection's own code failed, until it answers for that moment or a later one. */
  const watched = async <Result>(
    name: string,
    moment: ResolvedMoment,
    work: () => Promise<Result>,
  ): Promise<Result> => {
    try {
      const result = await work();
      const fault = faults.get(name)?.moment;
      if (fault !== undefined && fault.position <= moment.position && fault.asOf <= moment.asOf)
        faults.delete(name);
      return result;
    } catch (error) {
      if (error instanceof TimelineError && error.code === 'projection-faulted')
        faults.set(name, { sentence: error.message, moment });
      throw error;
    }
  };

  return {
    async *history(query = {}) {
      checkQuery(query);
      const moment = await resolve(query);
      const filter = { ...filterOf(query), order: query.order ?? 'oldest-first' };
      for await (const facts of readHistory(store, moment, filter)) yield* facts;
    },
    async timeline(query = {}) {
      checkQuery(query);
      const limit = query.limit ?? pageFactsUsual;
      const page = query.page === undefined ? undefined : readPage(query.page, query);
      const moment = page?.moment ?? (await resolve(query));
      const { asOf, position, certainty } = moment;
      const facts = store.history({
        ...filterOf(query),
        asOf,
        position,
        certainty,
        order: query.order ?? 'oldest-first',
        limit: limit + 1,
        ...(page === undefined ? {} : { after: page.after }),
      });
      const entries = facts.slice(0, limit);
      const last = entries.at(-1);
      const next =
        facts.length > limit && last !== undefined
          ? writePage({ moment, after: { from: last.when.from, position: last.position } }, query)
          : undefined;
      return {
        moment,
        entries,
        ...spanningOf(entries.filter(isNotRetracted), moment),
        ...(next === undefined ? {} : { next }),
      };
    },
    async fact(id, query = {}) {
      const moment = await resolve(query);
      const known = store.fact(id, moment.position);
      if (known === undefined)
        throw new TimelineError('unknown-event', `There is no event ${id} by position ${moment.position}`, {
          eventId: id,
        });
      const reading = known.readings.at(-1);
      assert(reading !== undefined, 'a fact that is known has a reading');
      const cause = known.event.causationId === undefined ? undefined : store.event(known.event.causationId);
      const effects = store.effectsOf(known.event.id, moment.position);
      return {
        moment,
        ...known,
        reading,
        standing: standingOf(reading, moment),
        causes: cause === undefined || cause.position > moment.position ? [] : [mentionOf(cause)],
        effects: effects.map(mentionOf),
      };
    },
    async state(name, { key, ...query } = {}) {
      const projection = projectionOf(name);
      checkKey(projection, key);
      const moment = await resolve(query);
      return watched(name, moment, async () => {
        const { state, facts } = await foldState(store, projection, moment, key);
        if (key !== undefined && facts === 0) await checkKeyIsKnown(store, projection, moment, key);
        const spanning = store.spanning(moment.position, moment.asOf);
        const concerned = spanning.filter(
          (fact) =>
            key === undefined ||
            guarded(projection, fact, () => projection.key?.(fact).includes(key) === true),
        );
        const { version } = projection;
        return {
          projection: name,
          version,
          ...(key === undefined ? {} : { key }),
          moment,
          state,
          ...spanningOf(concerned, moment),
        };
      });
    },
    async keys(name, query = {}) {
      const projection = projectionOf(name);
      if (projection.key === undefined)
        throw new TimelineError('invalid-query', `Projection ${name} has one state and no keys`, {
          projection: name,
        });
      const moment = await resolve(query);
      return watched(name, moment, async () => {
        const counts = await countKeys(store, projection, moment);
        const keys = [...counts]
          .map(([key, facts]) => ({ key, facts }))
          .toSorted((a, b) => (a.key < b.key ? -1 : 1));
        return { moment, projection: name, version: projection.version, keys };
      });
    },
    projections: () =>
      [...projections.values()].map(({ name, version, description, key }) => {
        const fault = faults.get(name);
        return {
          name,
          version,
          description,
          keyed: key !== undefined,
          position: store.head().position,
          lag: 0,
          ...(fault === undefined
            ? { health: 'ok' as const }
            : { health: 'faulted' as const, fault: fault.sentence }),
        };
      }),
  };
}

function filterOf({ from, to, about, types, streams, publishers, text, withRetracted }: TimelineQuery) {
  return { from, to, about, types, streams, publishers, text, withRetracted };
}

function checkQuery({ limit = 1, from, to, order = 'oldest-first' }: TimelineQuery): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > pageFactsMax)
    throw refused('limit', `is not a number from 1 to ${pageFactsMax}`);
  if (order !== 'oldest-first' && order !== 'newest-first')
    throw refused('order', 'is neither oldest-first nor newest-first');
  for (const [parameter, value] of Object.entries({ from, to }))
    if (value !== undefined && !Number.isInteger(value))
      throw refused(parameter, 'is not a whole number of milliseconds');
}

function refused(parameter: string, why: string): TimelineError {
  return new TimelineError('invalid-query', `${parameter} ${why}`, { parameter });
}

function checkKey(projection: Projection, key: string | undefined): void {
  const { name } = projection;
  if (projection.key !== undefined && key === undefined)
    throw new TimelineError('key-required', `Projection ${name} has one state a key: name the key`, {
      projection: name,
    });
  if (projection.key === undefined && key !== undefined)
    throw new TimelineError('invalid-query', `Projection ${name} has one state and no keys`, {
      projection: name,
      key,
    });
}

/** A key that some fact has, although not by this moment or not any more, has the initial state; one that none ever had is a slip. */
async function checkKeyIsKnown(
  store: EventLog,
  projection: Projection,
  moment: ResolvedMoment,
  key: string,
): Promise<void> {
  const anyTime = { ...moment, asOf: Number.MAX_SAFE_INTEGER, certainty: 'possible' as const };
  const { facts } = await foldState(
    store,
    { ...projection, seesRetracted: true, evolve: (state) => state },
    anyTime,
    key,
  );
  if (facts === 0)
    throw new TimelineError(
      'unknown-key',
      `Projection ${projection.name} knows nothing of ${JSON.stringify(key)}`,
      {
        projection: projection.name,
        key,
      },
    );
}

function isNotRetracted(fact: FactRead): boolean {
  return fact.reading.status !== 'retracted';
}
