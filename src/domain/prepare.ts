import type { z } from 'zod';

import type { Catalogue } from './catalogue.ts';
import { eventTypeOf, newestVersion, schemaOf } from './catalogue.ts';
import { TimelineError } from './errors.ts';
import type { NewEvent } from './event.ts';
import { factCorrectedSchema, factRetractedSchema } from './events/corrections.ts';
import type { JsonObject } from './json.ts';
import { appendPointer, parseJson } from './json.ts';
import type { Occurrence } from './occurred.ts';
import { resolveOccurred } from './occurred.ts';
import { plainCopy } from './plain-copy.ts';
import type { Effect } from './reading.ts';

/** Largest event: its `data` as JSON text, in bytes of UTF-8. */
export const eventBytesMax = 65_536;

/** An event that was checked against the catalogue and can be recorded as it is. */
export interface PreparedEvent {
  readonly id: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly data: JsonObject;
  /** `data` as JSON text: what is stored and hashed. */
  readonly dataText: string;
  readonly occurred: string;
  readonly when: Occurrence;
  readonly effect: Effect;
  readonly causationId?: string;
  readonly correlationId?: string;
}

/**
 * Checks a new event against the catalogue and works out its occurred time and its effect on the facts.
 *
 * Throws `unknown-event-type`, `unknown-schema`, `invalid-event` (with the JSON Pointer of the first fault), `invalid-time`,
 * `event-too-large` or `nesting-too-deep`.
 */
export function prepareEvent(catalogue: Catalogue, event: NewEvent, newId: () => string): PreparedEvent {
  const type = eventTypeOf(catalogue, event.type);
  const schemaVersion = event.schemaVersion ?? newestVersion(type);
  const id = event.id ?? newId();
  checkIds(event);
  const data = checkData(
    schemaOf(type, schemaVersion),
    plainJson(event.data, event.type),
    event.type,
    '/data',
  );
  const effect = effectOf(event.type, data);
  const dataText = JSON.stringify(data);
  checkSize(dataText, event.type);
  return {
    id,
    type: event.type,
    schemaVersion,
    data,
    dataText,
    occurred: event.occurred,
    when: resolveTime(event.occurred),
    effect,
    ...(event.causationId === undefined ? {} : { causationId: event.causationId }),
    ...(event.correlationId === undefined ? {} : { correlationId: event.correlationId }),
  };
}

/**
 * Checks what a correction restates against the type of the fact it aims at, and gives the correction with the version
 * of that type written into it, so that a later version can still read it.
 *
 * Throws as `prepareEvent`, with pointers into the correction's own data, and `not-correctable` when it restates nothing
 * although the fact was not retracted.
 */
export function restate(
  catalogue: Catalogue,
  event: PreparedEvent,
  factType: string,
  retracted: boolean,
): PreparedEvent {
  const { effect } = restatedBefore(event, retracted);
  if (effect.kind !== 'corrects' || effect.data === undefined) return event;
  const type = eventTypeOf(catalogue, factType);
  const dataVersion = effect.dataVersion ?? newestVersion(type);
  const restated = checkData(schemaOf(type, dataVersion), effect.data, factType, '/data/data');
  const { occurred, ...rest } = event.data;
  // In the order of the schema, so that the same correction, read from an export, has the same text and the same hash.
  const data: JsonObject = {
    ...rest,
    data: restated,
    dataVersion,
    ...(occurred === undefined ? {} : { occurred }),
  };
  return {
    ...event,
    data,
    dataText: JSON.stringify(data),
    effect: { ...effect, data: restated, dataVersion },
  };
}

/** Returns an event that was restated before, by whoever appended it, as it is; throws `not-correctable` as `restate` does. */
export function restatedBefore(event: PreparedEvent, retracted: boolean): PreparedEvent {
  const { effect } = event;
  if (effect.kind !== 'corrects' || effect.data !== undefined || effect.occurred !== undefined || retracted)
    return event;
  throw new TimelineError('not-correctable', 'The correction restates neither data nor occurred time', {
    target: effect.target,
  });
}

/** Returns what is checked against a schema as the schema gives it back; throws `invalid-event` with the JSON Pointer of the first fault below `root`. */
export function checkData(schema: z.ZodType, data: unknown, typeName: string, root: string): JsonObject {
  const checked = schema.safeParse(data);
  // What was plain JSON before a schema without transformations is plain JSON after it.
  if (checked.success) return checked.data as JsonObject;
  const issue = checked.error.issues[0];
  const segments =
    issue === undefined
      ? []
      : issue.path.map((segment) => (typeof segment === 'symbol' ? String(segment) : segment));
  const place = issue?.code === 'unrecognized_keys' ? [...segments, issue.keys[0] ?? ''] : segments;
  const pointer = place.reduce<string>(appendPointer, root);
  const why =
    issue?.code === 'unrecognized_keys'
      ? 'is not a field of this event type'
      : (issue?.message ?? 'is not valid').replace(
          /^Invalid input: expected (.+), received undefined$/,
          'is missing (expected $1)',
        );
  throw new TimelineError('invalid-event', `${typeName} at ${pointer}: ${why}`, {
    eventType: typeName,
    pointer,
  });
}

/** Returns whether a text can be an event id; what is written into an address as . or .. names another one. */
export function isEventId(text: string): boolean {
  return /^(?!\.{1,2}$)[\x21-\x7e]{1,200}$/.test(text);
}

function checkIds(event: NewEvent): void {
  const ids = [event.id, event.causationId, event.correlationId];
  const names = ['id', 'causationId', 'correlationId'];
  for (const [index, id] of ids.entries())
    if (id !== undefined && !isEventId(id))
      throw new TimelineError(
        'invalid-event',
        `${event.type} at /${names[index]}: an id is 1 to 200 visible ASCII characters, and not . or ..`,
        {
          eventType: event.type,
          pointer: `/${names[index]}`,
        },
      );
}

function plainJson(data: unknown, typeName: string): unknown {
  const copy = plainCopy(data);
  if (copy !== undefined) return copy;
  let text: string | undefined;
  try {
    text = JSON.stringify(data);
  } catch (error) {
    throw new TimelineError(
      'invalid-event',
      `${typeName} at /data: is not JSON data`,
      { eventType: typeName, pointer: '/data' },
      error,
    );
  }
  if (text === undefined)
    throw new TimelineError('invalid-event', `${typeName} at /data: is missing`, {
      eventType: typeName,
      pointer: '/data',
    });
  checkSize(text, typeName);
  return parseJson(text);
}

function checkSize(text: string, typeName: string): void {
  // No UTF-16 code unit takes more than three bytes of UTF-8.
  if (text.length * 3 <= eventBytesMax) return;
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > eventBytesMax)
    throw new TimelineError(
      'event-too-large',
      `${typeName} has ${bytes} bytes of data; at most ${eventBytesMax} are taken`,
      {
        eventType: typeName,
        bytes,
        bytesMax: eventBytesMax,
      },
    );
}

function resolveTime(occurred: string): Occurrence {
  if (typeof occurred !== 'string' || occurred.length > 120)
    throw new TimelineError(
      'invalid-time',
      'An event needs an occurred time: text of at most 120 characters',
      { pointer: '/occurred' },
    );
  return resolveOccurred(occurred);
}

/** Works out what an event of a type does to the facts, from data that follows the type's schema. */
export function effectOf(type: string, data: JsonObject): Effect {
  if (type === 'FactRetracted') {
    const { target, reason } = factRetractedSchema.parse(data);
    return { kind: 'retracts', target, reason };
  }
  if (type !== 'FactCorrected') return { kind: 'states' };
  const correction = factCorrectedSchema.parse(data);
  return {
    kind: 'corrects',
    target: correction.target,
    reason: correction.reason,
    ...(correction.data === undefined ? {} : { data: correction.data as JsonObject }),
    ...(correction.dataVersion === undefined ? {} : { dataVersion: correction.dataVersion }),
    ...(correction.occurred === undefined
      ? {}
      : { occurred: correction.occurred, when: resolveOccurred(correction.occurred) }),
  };
}
