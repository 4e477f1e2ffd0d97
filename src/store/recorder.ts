import { assert } from '../domain/assert.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { AppendedEvent, RecordedEvent } from '../domain/event.ts';
import { canonicalJson } from '../domain/json.ts';
import type { Occurrence } from '../domain/occurred.ts';
import { resolveOccurred } from '../domain/occurred.ts';
import type { PreparedEvent } from '../domain/prepare.ts';
import { effectOf, restate } from '../domain/prepare.ts';
import type { ReadingStatus } from '../domain/reading.ts';
import { nextStatus } from '../domain/reading.ts';
import { checkExpectedRevision } from '../domain/stream.ts';
import type { RequestTables } from './audit.ts';
import { keepRequest, repeatedRequest } from './audit.ts';
import type { AppendRequest, AppendResult } from './port.ts';

/** A reading as a store keeps it: where its data stands, not the data itself. */
export interface ReadingRow {
  /** The position of the fact's own event. */
  readonly fact: number;
  readonly number: number;
  readonly status: ReadingStatus;
  /** The position of the event that made this reading. */
  readonly recordedFrom: number;
  /** The position of the event that holds the data: the fact's own, or a correction that restated it. */
  readonly dataPosition: number;
  readonly occurred: string;
  readonly when: Occurrence;
}

/** What recording needs of an adapter: look-ups that see what this transaction wrote, and inserts. */
export interface Tables extends RequestTables {
  event(id: string): RecordedEvent | undefined;
  /** The revision of the stream's last event; undefined when it has none. */
  revisionOf(stream: string): number | undefined;
  /** The position and type of the fact that an event states, corrects or retracts. */
  factOf(eventPosition: number): { readonly position: number; readonly type: string };
  lastReading(fact: number): ReadingRow;
  insertEvent(event: RecordedEvent, dataText: string): void;
  /** Keeps the reading that an event made; the one before, if any, ends where it begins. */
  insertReading(row: ReadingRow, event: RecordedEvent): void;
}

/** Completes a correction of a fact of a type, or throws what is wrong with it; every other event is returned as it is. */
export type Restate = (event: PreparedEvent, factType: string, isRetracted: boolean) => PreparedEvent;

/** Completes corrections by the types of a catalogue. */
export function restating(catalogue: Catalogue): Restate {
  return (event, factType, isRetracted) => restate(catalogue, event, factType, isRetracted);
}

/** The recorded time to give an event, and the next position. */
export interface Place {
  readonly position: number;
  /** Milliseconds of the Unix epoch. */
  readonly recordedAt: number;
}

/**
 * Records one append through an adapter's tables, or returns where its events stand already.
 *
 * A key that was used before decides alone, whatever the ids of the events and the revision that is expected now.
 * It is called inside a transaction that the adapter takes back when this throws. `place` gives the place of each event.
 */
export function recordAppend(
  tables: Tables,
  restated: Restate,
  request: AppendRequest,
  place: () => Place,
): AppendResult {
  const { note } = request;
  const before = note === undefined ? undefined : repeatedRequest(tables, note);
  if (before !== undefined) return { repeated: true, events: before };
  const repeated = repeatedResult(tables, restated, request);
  if (repeated !== undefined) return repeated;
  checkIdsDiffer(request);
  checkExpectedRevision(request.stream, request.expected, tables.revisionOf(request.stream));
  const events = request.events.map((event) => recordEvent(tables, restated, request.stream, event, place()));
  keepRequest(tables, note, events);
  return { repeated: false, events };
}

/** Records one event, whose id is not in the log, at the end of its stream; throws what its effect on the facts throws. */
export function recordEvent(
  tables: Tables,
  restated: Restate,
  stream: string,
  prepared: PreparedEvent,
  { position, recordedAt }: Place,
): AppendedEvent {
  const fact = factAimedAt(tables, prepared);
  const before = fact === undefined ? undefined : tables.lastReading(fact.position);
  const event = fact === undefined ? prepared : restated(prepared, fact.type, before?.status === 'retracted');
  const revision = (tables.revisionOf(stream) ?? -1) + 1;
  const recorded = recordedEvent(event, { stream, revision, position, recordedAt });
  const row = rowAfter(event, before, position);
  tables.insertEvent(recorded, event.dataText);
  tables.insertReading(row, recorded);
  return { id: event.id, stream, revision, position, recordedAt };
}

/** Returns where an event stands already when it is in the log with the same content and stream; throws `event-id-reused` when its id has other content. */
export function repeatedEvent(
  tables: Tables,
  restated: Restate,
  stream: string,
  prepared: PreparedEvent,
): AppendedEvent | undefined {
  const known = tables.event(prepared.id);
  if (known === undefined) return undefined;
  const fact = tables.factOf(known.position);
  const event = known.type === prepared.type ? restated(prepared, fact.type, true) : prepared;
  if (known.stream !== stream || contentOf(known) !== contentOf(event)) throw idReused(prepared.id);
  return {
    id: known.id,
    stream: known.stream,
    revision: known.revision,
    position: known.position,
    recordedAt: known.recordedAt,
  };
}

function repeatedResult(tables: Tables, restated: Restate, request: AppendRequest): AppendResult | undefined {
  const known = request.events.map((event) => repeatedEvent(tables, restated, request.stream, event));
  const events = known.filter((event) => event !== undefined);
  if (events.length === 0) return undefined;
  const first = events[0];
  assert(first !== undefined, 'a list that is not empty has a first element');
  if (events.length < known.length) throw idReused(first.id);
  return { repeated: true, events };
}

function checkIdsDiffer({ events }: AppendRequest): void {
  const ids = new Set<string>();
  for (const { id } of events) {
    if (ids.has(id)) throw idReused(id);
    ids.add(id);
  }
}

function idReused(eventId: string): TimelineError {
  return new TimelineError('event-id-reused', `Event id ${eventId} is in use for other content`, { eventId });
}

function contentOf(event: RecordedEvent | PreparedEvent): string {
  const { type, schemaVersion, occurred, data, causationId, correlationId } = event;
  return canonicalJson([type, schemaVersion, occurred, causationId ?? null, correlationId ?? null, data]);
}

function factAimedAt(tables: Tables, { effect, id }: PreparedEvent) {
  if (effect.kind === 'states') return undefined;
  const target = tables.event(effect.target);
  if (target === undefined)
    throw new TimelineError('unknown-event', `There is no event ${effect.target} to correct or retract`, {
      target: effect.target,
      eventId: id,
      pointer: '/data/target',
    });
  return tables.factOf(target.position);
}

function recordedEvent(
  event: PreparedEvent,
  at: Pick<RecordedEvent, 'stream' | 'revision' | 'position' | 'recordedAt'>,
): RecordedEvent {
  const { id, type, schemaVersion, data, occurred, causationId, correlationId } = event;
  const { stream, revision, position, recordedAt } = at;
  return {
    id,
    stream,
    revision,
    position,
    type,
    schemaVersion,
    data,
    occurred,
    recordedAt,
    ...(causationId === undefined ? {} : { causationId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

/** What an event makes a reading of. */
export type ReadingSource = Pick<PreparedEvent, 'id' | 'occurred' | 'when' | 'effect'>;

/** Returns what a recorded event makes a reading of. */
export function readingSource({ id, type, occurred, data }: RecordedEvent): ReadingSource {
  return { id, occurred, when: resolveOccurred(occurred), effect: effectOf(type, data) };
}

/** Returns the reading that an event makes, given the fact's reading before it, if it has one; throws `not-correctable` for a second retraction. */
export function rowAfter(event: ReadingSource, before: ReadingRow | undefined, position: number): ReadingRow {
  return before === undefined ? firstRow(event, position) : nextRow(event, before, position);
}

function firstRow(event: ReadingSource, position: number): ReadingRow {
  const { occurred, when } = event;
  return {
    fact: position,
    number: 0,
    status: 'stated',
    recordedFrom: position,
    dataPosition: position,
    occurred,
    when,
  };
}

function nextRow({ effect, id }: ReadingSource, before: ReadingRow, position: number): ReadingRow {
  assert(effect.kind !== 'states', 'only a correction or a retraction follows a reading');
  const base = {
    ...before,
    number: before.number + 1,
    status: nextStatus(before.status, effect.kind),
    recordedFrom: position,
  };
  if (effect.kind === 'retracts') {
    if (before.status !== 'retracted') return base;
    throw new TimelineError('not-correctable', 'The fact is retracted already', {
      target: effect.target,
      eventId: id,
    });
  }
  return {
    ...base,
    dataPosition: effect.data === undefined ? before.dataPosition : position,
    occurred: effect.occurred ?? before.occurred,
    when: effect.when ?? before.when,
  };
}
