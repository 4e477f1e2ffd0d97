import type { RecordedEvent } from '../domain/event.ts';
import { formatInstant, parseInstant } from '../domain/instant.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Occurrence } from '../domain/occurred.ts';
import { isExactInstant } from '../domain/occurred.ts';
import type { FactRead, Reading } from '../domain/reading.ts';
import type { entrySchema, readingSchema, whenSchema } from './contract/facts.ts';
import type { Sent } from './contract/parts.ts';

/** When something occurred, as resolved: RFC 3339 instants. An end that is open or not known is absent. */
export type WhenOut = Sent<typeof whenSchema>;

/**
 * A fact as it reads at a moment: the attributes of its own CloudEvent, and what the reading adds, all of it flat.
 *
 * `occurred` and `data` are those of the reading, `data` in the newest version of its type. It cannot be appended:
 * it is an answer about an event, not the event.
 */
export type EntryOut = Sent<typeof entrySchema>;

/** One reading of a fact, as sent. */
export type ReadingOut = Sent<typeof readingSchema>;

/** What an entry is made of: a fact as read, with or without the readings before. */
export type ToldFact = Omit<FactRead, 'earlier'>;

/** Returns a fact as read at a moment in the form that is sent. */
export function entryOut(fact: ToldFact, moment: ResolvedMoment): EntryOut {
  const { occurred, reading } = fact;
  return {
    specversion: '1.0',
    id: fact.id,
    source: `/v1/streams/${encodeURIComponent(fact.stream)}`,
    type: fact.type,
    subject: fact.stream,
    ...(isExactInstant(occurred) ? { time: formatInstant(parseInstant(occurred)) } : {}),
    datacontenttype: 'application/json',
    recordedtime: formatInstant(fact.recordedAt),
    sequence: String(fact.position).padStart(20, '0'),
    position: fact.position,
    revision: fact.revision,
    occurred,
    ...whenOut(fact.when),
    ...(fact.causationId === undefined ? {} : { causationid: fact.causationId }),
    ...(fact.correlationId === undefined ? {} : { correlationid: fact.correlationId }),
    status: reading.status,
    readingfrom: reading.recordedFrom,
    corrections: reading.number,
    ...(reading.reason === undefined ? {} : { reason: reading.reason }),
    certain: fact.when.fromLatest <= moment.asOf,
    data: fact.data,
  };
}

/** Returns one reading in the form that is sent; `madeBy` is the event that made it. */
export function readingOut(reading: Reading, madeBy: RecordedEvent | undefined): ReadingOut {
  const { number, status, by, recordedFrom, recordedTo, recordedAt, occurred, when, reason, data } = reading;
  return {
    number,
    status,
    by,
    recordedFrom,
    ...(recordedTo === undefined ? {} : { recordedTo }),
    recordedAt: formatInstant(recordedAt),
    occurred,
    ...whenOut(when),
    ...(reason === undefined ? {} : { reason }),
    sources: madeBy?.data['sources'] ?? [],
    data,
  };
}

function whenOut({ from, fromLatest, to, toLatest, precision, qualifier }: Occurrence): WhenOut {
  return {
    occurredfrom: formatInstant(from),
    occurredfromlatest: formatInstant(fromLatest),
    ...(to === undefined ? {} : { occurredto: formatInstant(to) }),
    ...(toLatest === undefined ? {} : { occurredtolatest: formatInstant(toLatest) }),
    precision,
    ...(qualifier === undefined ? {} : { qualifier }),
  };
}
