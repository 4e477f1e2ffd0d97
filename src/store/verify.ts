import type { Catalogue } from '../domain/catalogue.ts';
import { eventTypeOf, schemaOf } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { RecordedEvent } from '../domain/event.ts';
import { canonicalJson } from '../domain/json.ts';
import { checkData } from '../domain/prepare.ts';
import { chainHash, chainStart } from './chain.ts';
import type { Fault, Verification } from './port.ts';
import { readingSource, rowAfter } from './recorder.ts';
import type { ReadingRow } from './recorder.ts';

/** An event with what the store keeps beside it. */
export interface StoredEvent {
  readonly event: RecordedEvent;
  readonly dataText: string;
  /** 32 bytes. */
  readonly hash: Uint8Array;
}

/** What verification reads of a log alone: every event with its stored text and hash. */
export interface LogSource {
  readonly catalogue: Catalogue;
  /** Others write to the log too, whose catalogue may be a newer one: types and versions that are not known are no faults. */
  readonly hasOthers?: boolean;
  /** In position order. An event whose data cannot be parsed comes as a fault. */
  readonly events: Iterable<StoredEvent | Fault>;
}

/** What verification reads of a store: its log, and the readings made from it. */
export interface VerifySource extends LogSource {
  /** The reading row that the event at a position made. */
  rowMadeBy(position: number): ReadingRow | undefined;
  rowOf(fact: number, number: number): ReadingRow | undefined;
  /** The position of the fact that the event of an id states, corrects or retracts. */
  factOf(eventId: string): number | undefined;
  /** The position at which a reading row ends; undefined while it is the last. */
  recordedToOf(row: ReadingRow): number | undefined;
}

/** How many faults are listed; what comes after is not looked for. */
export const faultsListedMax = 100;

/**
 * Reads a whole log and checks that positions and revisions have no gaps, recorded time never decreases, the hash chain holds, data
 * follows its schema, and readings, where there are any beside the log, are those that the events make.
 */
export function verifyLog(source: LogSource | VerifySource): Verification {
  const faults: Fault[] = [];
  const revisions = new Map<string, number>();
  let hash: Uint8Array = chainStart;
  let events = 0;
  let recordedAt = Number.NEGATIVE_INFINITY;
  for (const item of source.events) {
    if (faults.length >= faultsListedMax) break;
    events += 1;
    if ('what' in item) {
      faults.push(item);
      continue;
    }
    const { event, dataText } = item;
    const { position, stream, revision } = event;
    const expected = chainHash(hash, { ...event, dataText });
    const found = [
      position === events ? undefined : `stands where position ${events} is expected`,
      revision === (revisions.get(stream) ?? -1) + 1
        ? undefined
        : `revision ${revision} of ${stream} leaves a gap`,
      event.recordedAt >= recordedAt ? undefined : 'was recorded before the event that stands before it',
      Buffer.compare(expected, item.hash) === 0 ? undefined : 'does not match its hash',
      faultOfData(source, event) ?? ('rowMadeBy' in source ? faultOfReading(source, event) : undefined),
    ];
    for (const what of found) if (what !== undefined) faults.push({ position, what });
    revisions.set(stream, revision);
    recordedAt = event.recordedAt;
    hash = item.hash;
  }
  return { events, faults, hash: Buffer.from(hash).toString('hex') };
}

function faultOfData({ catalogue, hasOthers = false }: LogSource, event: RecordedEvent): string | undefined {
  if (hasOthers && catalogue.get(event.type)?.versions[event.schemaVersion - 1] === undefined)
    return undefined;
  try {
    const type = eventTypeOf(catalogue, event.type);
    checkData(schemaOf(type, event.schemaVersion), event.data, event.type, '/data');
    return undefined;
  } catch (error) {
    if (error instanceof TimelineError) return error.message;
    throw error;
  }
}

function faultOfReading(source: VerifySource, event: RecordedEvent): string | undefined {
  try {
    const row = source.rowMadeBy(event.position);
    if (row === undefined) return 'made no reading';
    const made = readingSource(event);
    const { effect } = made;
    const fact = effect.kind === 'states' ? event.position : source.factOf(effect.target);
    if (row.fact !== fact || (effect.kind === 'states') !== (row.number === 0))
      return 'has a reading of another fact than its own';
    const before = row.number === 0 ? undefined : source.rowOf(row.fact, row.number - 1);
    const expected = rowAfter(made, before, event.position);
    if (
      canonicalJson({ ...expected, when: { ...expected.when } }) !==
      canonicalJson({ ...row, when: { ...row.when } })
    )
      return 'has a reading that does not follow from it';
    if (before !== undefined && source.recordedToOf(before) !== event.position)
      return 'follows a reading that does not end where it begins';
    const end = source.recordedToOf(row);
    const next = end === undefined ? undefined : source.rowMadeBy(end);
    if (end !== undefined && (next?.fact !== row.fact || next.number !== row.number + 1))
      return 'has a reading that ends where no other begins';
    return undefined;
  } catch (error) {
    if (error instanceof TimelineError) return error.message;
    throw error;
  }
}
