import type { RecordedEvent } from '../domain/event.ts';
import { formatInstant, parseInstant } from '../domain/instant.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Occurrence } from '../domain/occurred.ts';
import { isExactInstant } from '../domain/occurred.ts';
import type { FactData, FactRead, Reading, ReadingStatus } from '../domain/reading.ts';

/** When something occurred, as resolved: RFC 3339 instants. An end that is open or not known is absent. */
export interface WhenOut {
  readonly occurredfrom: string;
  readonly occurredfromlatest: string;
  readonly occurredto?: string;
  readonly occurredtolatest?: string;
  readonly precision: Occurrence['precision'];
  readonly qualifier?: NonNullable<Occurrence['qualifier']>;
}

/**
 * A fact as it reads at a moment: the attributes of its own CloudEvent, and what the reading adds, all of it flat.
 *
 * `occurred` and `data` are those of the reading, `data` in the newest version of its type. It cannot be appended:
 * it is an answer about an event, not the event.
 */
export interface EntryOut extends WhenOut {
  readonly specversion: '1.0';
  readonly id: string;
  /** A URI reference to the stream, as CloudEvents want it; publishers are in `data.sources`. */
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time?: string;
  readonly datacontenttype: 'application/json';
  readonly recordedtime: string;
  readonly sequence: string;
  readonly position: number;
  readonly revision: number;
  readonly occurred: string;
  readonly causationid?: string;
  readonly correlationid?: string;
  readonly status: ReadingStatus;
  /** The position from which it reads like this. */
  readonly readingfrom: number;
  /** How many corrections and retractions it has had by the moment. */
  readonly corrections: number;
  /** Why it was last corrected or retracted. */
  readonly reason?: string;
  /** Whether it has begun for certain by `asOf`. */
  readonly certain: boolean;
  readonly data: FactData;
}

/** One reading of a fact, as sent. */
export interface ReadingOut extends WhenOut {
  readonly number: number;
  readonly status: ReadingStatus;
  /** The id of the event that made this reading. */
  readonly by: string;
  readonly recordedFrom: number;
  readonly recordedTo?: number;
  readonly recordedAt: string;
  readonly occurred: string;
  readonly reason?: string;
  /** The sources of the event that made this reading: of a correction, who taught us better. */
  readonly sources: unknown;
  readonly data: FactData;
}

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
