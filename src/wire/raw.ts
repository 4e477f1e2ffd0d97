import { createHash } from 'node:crypto';

import { TimelineError } from '../domain/errors.ts';
import type { RecordedEvent } from '../domain/event.ts';
import { foreignEventSchema } from '../domain/events/foreign.ts';
import { resolveOccurred } from '../domain/occurred.ts';
import type { PreparedEvent } from '../domain/prepare.ts';
import { checkData } from '../domain/prepare.ts';
import type { EventLog } from '../store/port.ts';
import { isWireId } from './event-id.ts';
import type { Proposal } from './proposal.ts';
import { checkSystemType, foreignEvent } from './proposal.ts';
import { logNameOf } from './stream-name.ts';

/** What looking for an event needs. */
type Events = Pick<EventLog, 'event' | 'readStream'>;

/**
 * Prepares an event as a plain event store keeps it: whatever its type, byte for byte, and as large as an append may be.
 *
 * Throws `invalid-event` for a type that clients do not append or that is too long, and for metadata of a stream that is none.
 */
export function prepareRaw(
  log: Events,
  proposal: Proposal,
  { stream, occurred }: { readonly stream: string; readonly occurred: string },
): PreparedEvent {
  checkSystemType(proposal, stream);
  const id = rawIdOf(log, logNameOf(stream), proposal.id);
  const event = foreignEvent({ ...proposal, id }, occurred);
  const data = checkData(foreignEventSchema, event.data, proposal.type.slice(0, 80), '/data');
  return {
    id,
    type: event.type,
    schemaVersion: 1,
    data,
    dataText: JSON.stringify(data),
    occurred,
    when: resolveOccurred(occurred),
    effect: { kind: 'states' },
  };
}

/**
 * Returns the events that an append has recorded already; undefined when none of them is in its stream.
 *
 * As in EventStoreDB an id belongs to an event of one stream: the same ids there again are the same append, whatever they bring, and
 * in another stream they are other events. Throws `wrong-expected-revision` when only some of them are there.
 */
export function rawRepeat(
  log: Events,
  stream: string,
  events: readonly Proposal[],
): readonly RecordedEvent[] | undefined {
  const name = logNameOf(stream);
  const known = events.map(({ id }) => eventIn(log, name, id)).filter((event) => event !== undefined);
  if (known.length === 0) return undefined;
  if (known.length === events.length) return known;
  const last = log.readStream(name, { from: Number.MAX_SAFE_INTEGER, backwards: true, limit: 1 })[0];
  throw new TimelineError('wrong-expected-revision', `Stream ${stream} has some of the events already`, {
    stream,
    actualRevision: last?.revision ?? 'none',
  });
}

/** Returns the id on the wire that an id of the log was made of because an event of another stream has it; undefined for any other id. */
export function rawWireIdOf(eventId: string): string | undefined {
  const [wireId = '', stream] = eventId.split('@');
  return stream !== undefined && /^[0-9a-f]{16}$/.test(stream) && isWireId(wireId) ? wireId : undefined;
}

function rawIdOf(log: Events, name: string, wireId: string): string {
  const found = log.event(wireId);
  return found === undefined || found.stream === name ? wireId : idBeside(name, wireId);
}

function eventIn(log: Events, name: string, wireId: string): RecordedEvent | undefined {
  const found = log.event(wireId);
  return found?.stream === name ? found : log.event(idBeside(name, wireId));
}

function idBeside(name: string, wireId: string): string {
  return `${wireId}@${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
}
