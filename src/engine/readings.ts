import { setImmediate } from 'node:timers/promises';

import { TimelineError } from '../domain/errors.ts';
import { maxInstantMs, minInstantMs } from '../domain/instant.ts';
import type { EventLog, LaneKind, ListedReading, ReadingFilter, ReadingPlace } from '../store/port.ts';
import type { Asked } from './asked.ts';
import { numberAsked } from './asked.ts';
import type { ReadingsQuery } from './reading-answers.ts';
import { readReadingsPage, writeReadingsPage } from './reading-pages.ts';
import type { Timeline } from './timeline.ts';

/** Most readings on one page, and as many as there are when the caller does not say; and how many are counted. */
export const readingsMax = 100_000;
const readingsUsual = 20_000;

/** Most readings on one page with titles, for which data is read. */
const titledMax = 1000;

/** Readings that are read in one go, before others get their turn. */
const readingsAtATime = 4000;

const laneKinds: readonly LaneKind[] = ['stream', 'actor', 'place', 'type', 'source'];

/** What listing readings needs. */
export interface ReadingsOptions {
  readonly store: EventLog;
  readonly asked: Asked;
}

/** The part of a timeline that lists readings as such: for drawing. */
export function createReadings({ store, asked }: ReadingsOptions): Pick<Timeline, 'readings'> {
  return {
    async readings(query = {}) {
      const { limit, lanes, window } = checked(query);
      const page = query.page === undefined ? undefined : readReadingsPage(query.page, query);
      const known = page === undefined ? query : { knownAt: page.position };
      const { position } = await asked.resolve(known);
      const filter = { ...filterOf(query), ...window, position };
      const listing = { ...filter, lanes, withTitles: query.titles };
      const found = await listed(store, listing, page?.after, limit + 1);
      const readings = found.slice(0, limit);
      const last = readings.at(-1);
      const counted = page ?? countOf(store, filter, found.length <= limit ? found.length : undefined);
      const { inAll, exact } = counted;
      const isMore = found.length > limit && last !== undefined;
      const next = isMore
        ? writeReadingsPage({ position, inAll, exact, after: placeOf(last) }, query)
        : undefined;
      return {
        head: { position, recordedAt: store.recordedAtOf(position) },
        inAll,
        exact,
        readings,
        ...(next === undefined ? {} : { next }),
      };
    },
  };
}

/** Reads in parts, between which others get their turn: what is recorded meanwhile does not matter, for the position is given. */
async function listed(
  store: EventLog,
  query: Omit<Parameters<EventLog['listReadings']>[0], 'after' | 'limit'>,
  place: ReadingPlace | undefined,
  most: number,
): Promise<readonly ListedReading[]> {
  const found: ListedReading[] = [];
  for (let after = place; ;) {
    const limit = Math.min(readingsAtATime, most - found.length);
    const part = store.listReadings({ ...query, after, limit });
    found.push(...part);
    const last = part.at(-1);
    if (last === undefined || part.length < limit || found.length >= most) return found;
    after = placeOf(last);
    await setImmediate();
  }
}

/** What is on the only page is counted already. */
function countOf(store: EventLog, filter: ReadingFilter, known: number | undefined) {
  const counted = known ?? store.countReadings(filter, readingsMax + 1);
  return { inAll: Math.min(counted, readingsMax), exact: counted <= readingsMax };
}

function checked({
  from = minInstantMs,
  to = maxInstantMs,
  titles = false,
  after,
  limit,
  lanes,
}: ReadingsQuery) {
  if (lanes !== undefined && !laneKinds.includes(lanes))
    throw refused('lanes', `is not one of: ${laneKinds.join(', ')}`);
  const instants = { min: minInstantMs, max: maxInstantMs, usual: 0 };
  const window = { fromMs: numberAsked('from', from, instants), toMs: numberAsked('to', to, instants) };
  if (from > to) throw refused('from', 'lies after to');
  numberAsked('after', after, { min: 0, max: Number.MAX_SAFE_INTEGER, usual: 0 });
  const range = titles
    ? { min: 1, max: titledMax, usual: titledMax }
    : { min: 1, max: readingsMax, usual: readingsUsual };
  return { limit: numberAsked('limit', limit, range), lanes: lanes ?? 'stream', window } as const;
}

function filterOf({ about, types, streams, publishers, text, after }: ReadingsQuery) {
  return { about, types, streams, publishers, text, changedAfter: after };
}

function placeOf({ from, fact, position }: ReadingPlace): ReadingPlace {
  return { from, fact, position };
}

function refused(parameter: string, why: string): TimelineError {
  return new TimelineError('invalid-query', `${parameter} ${why}`, { parameter });
}
