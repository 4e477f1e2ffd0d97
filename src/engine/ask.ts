import { assert } from '../domain/assert.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Moment, ResolvedMoment } from '../domain/moment.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog } from '../store/port.ts';
import type { TimelineQuery } from './answers.ts';
import { mentionOf } from './answers.ts';
import type { Asked } from './asked.ts';
import { checkKey } from './asked.ts';
import { keysOf } from './evolving.ts';
import type { Faults } from './faults.ts';
import { readHistory } from './fold.ts';
import { readKeysPage, readPage, writeKeysPage, writePage } from './pages.ts';
import type { Projecting } from './projecting.ts';
import { spanningOf, standingOf, uncertainBy } from './standing.ts';
import type { Timeline } from './timeline.ts';

/** Most facts on one page of a timeline. */
export const pageFactsMax = 1000;
const pageFactsUsual = 100;

/** What answering needs. */
export interface AskingOptions {
  readonly store: EventLog;
  readonly projecting: Projecting;
  readonly faults: Faults;
  readonly asked: Asked;
}

/** The half of a timeline that answers as of a moment. */
export function createAsking({
  store,
  projecting,
  faults,
  asked: { resolve, projectionOf },
}: AskingOptions): Pick<Timeline, 'history' | 'timeline' | 'fact' | 'state' | 'keys'> {
  /** A page may come from a node that is further: what it was asked of must have come here, too. */
  const momentOf = async (page: { readonly moment: ResolvedMoment } | undefined, query: Moment) => {
    if (page === undefined) return resolve(query);
    await resolve({ knownAt: page.moment.position });
    return page.moment;
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
      const moment = await momentOf(page, query);
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
      return faults.watch(projection, moment, async () => {
        const spanning = store.spanning(moment.position, moment.asOf);
        const uncertain = spanning.filter(({ when }) => moment.asOf < when.fromLatest);
        const { state } = await projecting.states.at(projection, { moment, key, uncertain });
        const concerned = spanning.filter(
          (fact) => key === undefined || keysOf(projection, fact).includes(key),
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
      checkQuery({ limit: query.limit });
      const page = query.page === undefined ? undefined : readKeysPage(query.page, name);
      const moment = await momentOf(page, query);
      return faults.watch(projection, moment, async () => {
        const uncertain = uncertainBy(store, moment);
        const limit = query.limit ?? Number.POSITIVE_INFINITY;
        const asked = { moment, uncertain, after: page?.after, limit: limit + 1 };
        const found = await projecting.states.keys(projection, asked);
        const keys = found.slice(0, limit);
        const last = keys.at(-1);
        const isMore = found.length > limit && last !== undefined;
        const next = isMore ? { next: writeKeysPage({ moment, after: last.key }, name) } : {};
        return { moment, projection: name, version: projection.version, keys, ...next };
      });
    },
  };
}

function filterOf({ from, to, about, types, streams, publishers, text, withRetracted }: TimelineQuery) {
  return { from, to, about, types, streams, publishers, text, withRetracted };
}

/** Checks the parts of a query that a type cannot; throws `invalid-query`. */
export function checkQuery({ limit = 1, from, to, order = 'oldest-first' }: TimelineQuery): void {
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

function isNotRetracted(fact: FactRead): boolean {
  return fact.reading.status !== 'retracted';
}
