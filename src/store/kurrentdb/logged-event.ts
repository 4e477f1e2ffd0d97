import { TimelineError } from '../../domain/errors.ts';
import type { Json, JsonObject } from '../../domain/json.ts';
import { resolveOccurred } from '../../domain/occurred.ts';
import type { PreparedEvent } from '../../domain/prepare.ts';
import { effectOf } from '../../domain/prepare.ts';
import type { Envelope } from './envelope.ts';
import type { ClusterEvent } from './parts.ts';

/**
 * Returns an event of the cluster as it is recorded: as the node that appended it wrote it, whether this node knows its type or not.
 *
 * Throws `invalid-event` or `invalid-time`, by what the event itself says and nothing else.
 */
export function loggedEvent({ type, data }: ClusterEvent, envelope: Envelope): PreparedEvent {
  const { eventId, occurred, schemaVersion, causationId, correlationId } = envelope;
  if (!/^[A-Z][A-Za-z0-9]{0,79}$/.test(type)) throw refused(type, 'Its type is no event type of Asof');
  if (!isObject(data)) throw refused(type, 'Its data is no JSON object');
  return {
    id: eventId,
    type,
    schemaVersion,
    data,
    dataText: JSON.stringify(data),
    occurred,
    when: resolveOccurred(occurred),
    effect: effectIn(type, data),
    ...(causationId === undefined ? {} : { causationId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

function effectIn(type: string, data: JsonObject) {
  try {
    return effectOf(type, data);
  } catch (error) {
    if (error instanceof TimelineError) throw error;
    throw refused(type, `Its data is not that of ${type}`);
  }
}

function isObject(data: Json | undefined): data is JsonObject {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function refused(type: string, sentence: string): TimelineError {
  return new TimelineError('invalid-event', sentence, { eventType: type.slice(0, 80) });
}
