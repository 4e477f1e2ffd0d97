import type { RecordedEvent } from '../domain/event.ts';
import type { JsonObject } from '../domain/json.ts';
import type { FactData, FactRead, Reading } from '../domain/reading.ts';
import type { ReadData } from './read-data.ts';
import type { ReadingRow } from './recorder.ts';

/** What is read of the event that holds the data of a reading. */
export type DataHolder = Pick<RecordedEvent, 'type' | 'schemaVersion' | 'data'>;

/** Returns the data of a reading in the newest version, out of the event that holds it: the fact's own or a correction. */
export function readingData(read: ReadData, factType: string, holder: DataHolder): JsonObject {
  if (holder.type !== 'FactCorrected') return read(factType, holder.schemaVersion, holder.data);
  const { data, dataVersion } = holder.data;
  // A correction is stored with the data it restates and its version: `restate` wrote both.
  return read(factType, typeof dataVersion === 'number' ? dataVersion : undefined, data as JsonObject);
}

/** Puts a reading together from its row, its data and the event that made it. */
export function readingOf(
  row: ReadingRow,
  data: FactData,
  by: RecordedEvent,
  recordedTo: number | undefined,
): Reading {
  return {
    number: row.number,
    status: row.status,
    by: by.id,
    recordedFrom: row.recordedFrom,
    ...(recordedTo === undefined ? {} : { recordedTo }),
    recordedAt: by.recordedAt,
    occurred: row.occurred,
    when: row.when,
    data,
    ...(row.number > 0 && typeof by.data['reason'] === 'string' ? { reason: by.data['reason'] } : {}),
  };
}

/** Puts a fact together as its last given reading has it. */
export function factReadOf(event: RecordedEvent, reading: Reading, earlier: readonly Reading[]): FactRead {
  const { number, status, by, recordedFrom, recordedAt, occurred, when, data, reason } = reading;
  return {
    id: event.id,
    stream: event.stream,
    revision: event.revision,
    position: event.position,
    type: event.type,
    recordedAt: event.recordedAt,
    ...(event.causationId === undefined ? {} : { causationId: event.causationId }),
    ...(event.correlationId === undefined ? {} : { correlationId: event.correlationId }),
    occurred,
    when,
    data,
    reading: { number, status, by, recordedFrom, recordedAt, ...(reason === undefined ? {} : { reason }) },
    earlier,
  };
}
