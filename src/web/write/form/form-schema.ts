import type { Schema } from './schema.ts';

/** What a person writes: a new event, or a correction, retraction or reinstatement of a fact. */
export type WriteKind = 'append' | 'correct' | 'retract' | 'reinstate';

const none: Schema = {};

/**
 * Returns the schema of everything that a form asks for, so that one way of checking and drawing does for all of it: `occurred` and
 * `data` of an event, and what a correction says besides.
 *
 * The bounds are those of the API (`src/api/bodies.ts`); `sources` is the schema of sources that every event type has.
 */
export function formSchemaOf(kind: WriteKind, data: Schema, sources: Schema | undefined): Schema {
  const occurred = { type: 'string', minLength: 1, maxLength: 120, format: 'occurred-time' };
  const reason = { type: 'string', minLength: 1, maxLength: 2000 };
  const stated = { occurred, data };
  const why = { reason, ...(sources === undefined ? none : { sources: withoutDefault(sources) }) };
  const properties = { append: stated, correct: { ...stated, ...why }, retract: why, reinstate: why }[kind];
  const required = Object.keys(properties).filter((name) => name !== 'sources');
  return { type: 'object', properties, required, additionalProperties: false };
}

function withoutDefault(schema: Schema): Schema {
  const { default: _default, ...rest } = schema;
  return rest;
}
