import type { RecordedEvent } from '../domain/event.ts';
import type { EventLog } from '../store/port.ts';
import type { StreamMetadata } from './stream-metadata.ts';
import { readMetadata } from './stream-metadata.ts';
import { isWireName, logNameOf, metastreamOf, subjectOf } from './stream-name.ts';
import { tombstoneType } from './system-types.ts';
import { foreignIn } from './wire-record.ts';

/** What the wire shows of a stream. The log itself keeps all of it. */
export interface StreamView {
  /** The stream's name in the log. */
  readonly name: string;
  /**
   * Whether it has events to show. `absent`: it has none, or none that came after it was deleted softly; `ended`: there is a
   * tombstone on it.
   */
  readonly state: 'present' | 'absent' | 'ended';
  /** The revision of its last event, shown or not; undefined when it has none. */
  readonly last: number | undefined;
  /** The first revision that is shown. */
  readonly first: number;
  /** What was recorded before is not shown: milliseconds of the Unix epoch. */
  readonly recordedFrom: number;
  /** Whether it has metadata. */
  readonly isDescribed: boolean;
}

/** What looking at a stream needs. */
export interface Looking {
  readonly log: Pick<EventLog, 'readStream'>;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
}

/** Looks at a stream by its name on the wire; throws `invalid-stream`. */
export function viewOf(looking: Looking, wireName: string): StreamView {
  const name = logNameOf(wireName);
  const subject = subjectOf(wireName);
  return subject === undefined
    ? viewOfStream(looking, name, aboutOf(looking, wireName))
    : viewOfMetastream(looking, name, subject);
}

/** Returns whether there is anything that says how a stream is shown; of a stream of metadata there always is. */
export function hasMetadata(looking: Looking, wireName: string): boolean {
  return wireName.startsWith('$$') || aboutOf(looking, wireName) !== undefined;
}

/** Returns the last metadata of a stream; one whose own name only just fits has none, for the name of its metadata does not. */
function aboutOf(looking: Looking, wireName: string): RecordedEvent | undefined {
  const metastream = metastreamOf(wireName);
  return isWireName(metastream) ? lastOf(looking, logNameOf(metastream)) : undefined;
}

/** A stream of metadata shows its last event only, and ends with the stream that it is about. */
function viewOfMetastream(looking: Looking, name: string, subject: string): StreamView {
  const last = lastOf(looking, name);
  const revision = last?.revision;
  const ended = isTombstone(last) || (subject.startsWith('$$') && viewOf(looking, subject).state === 'ended');
  return {
    name,
    state: ended ? 'ended' : revision === undefined ? 'absent' : 'present',
    last: revision,
    first: revision ?? 0,
    recordedFrom: Number.NEGATIVE_INFINITY,
    isDescribed: false,
  };
}

function viewOfStream(looking: Looking, name: string, about: RecordedEvent | undefined): StreamView {
  const last = lastOf(looking, name);
  const metadata = about === undefined ? {} : metadataIn(about);
  const first = firstShown(looking, { name, last, about, metadata });
  const { $maxAge } = metadata;
  return {
    name,
    state: isTombstone(about) ? 'ended' : first === undefined || last === undefined ? 'absent' : 'present',
    last: last?.revision,
    first: first ?? (last?.revision ?? -1) + 1,
    recordedFrom: $maxAge === undefined ? Number.NEGATIVE_INFINITY : looking.clock() - $maxAge * 1000,
    isDescribed: about !== undefined,
  };
}

interface Truncated {
  readonly name: string;
  readonly last: RecordedEvent | undefined;
  readonly about: RecordedEvent | undefined;
  readonly metadata: StreamMetadata;
}

/** Returns the first revision that is shown; undefined when all there is was deleted softly. */
function firstShown(looking: Looking, { name, last, about, metadata }: Truncated): number | undefined {
  const { $tb = 0, $maxCount } = metadata;
  const counted = $maxCount === undefined || last === undefined ? 0 : last.revision - $maxCount + 1;
  if (about === undefined || last === undefined || Number.isSafeInteger($tb)) return Math.max($tb, counted);
  if (last.position < about.position) return undefined;
  const after = firstWhere(
    looking.log,
    { name, last: last.revision },
    ({ position }) => position > about.position,
  );
  return Math.max(after, counted);
}

/** Finds the first revision up to `last` from which on something holds of a stream's events, `last + 1` where it holds of none; it costs a search. */
export function firstWhere(
  log: Looking['log'],
  { name, last }: { readonly name: string; readonly last: number },
  holds: (event: RecordedEvent) => boolean,
): number {
  let low = 0;
  let high = last + 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const event = log.readStream(name, { from: middle, limit: 1 })[0];
    if (event !== undefined && holds(event)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function lastOf({ log }: Looking, name: string): RecordedEvent | undefined {
  return log.readStream(name, { from: Number.MAX_SAFE_INTEGER, backwards: true, limit: 1 })[0];
}

function metadataIn(event: RecordedEvent): StreamMetadata {
  const foreign = foreignIn(event);
  return foreign === undefined ? {} : readMetadata(foreign.content);
}

function isTombstone(event: RecordedEvent | undefined): boolean {
  return event !== undefined && foreignIn(event)?.type === tombstoneType;
}
