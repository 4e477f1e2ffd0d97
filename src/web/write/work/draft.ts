import type { FactOut } from '../../../client/index.ts';
import type { Members } from '../../panels/shared/json.ts';
import { isObject } from '../../panels/shared/json.ts';
import { startOf } from '../form/edit.ts';
import type { WriteKind } from '../form/form-schema.ts';
import type { Schema } from '../form/schema.ts';

/** What is being written, and has not been sent. */
export interface Draft {
  readonly stream: string;
  /** The event type; empty while none is chosen. */
  readonly type: string;
  /** What the form asks for: `occurred`, `data`, `reason`, `sources`. */
  readonly value: Members;
  /** What stood there when the form was opened: what is corrected. */
  readonly before: Members;
}

/** Begins an event: of a stream and a type that are still to be chosen. */
export const emptyDraft: Draft = { stream: '', type: '', value: {}, before: {} };

/** Begins what is written about a fact, as it reads now. */
export function draftAbout(kind: WriteKind, fact: FactOut): Draft {
  const stated = kind === 'correct' ? { occurred: fact.occurred, data: fact.data } : {};
  return { stream: fact.subject, type: fact.type, value: stated, before: stated };
}

/** Chooses the type of a new event: what its schema has, too, of what was written for another one stays. */
export function ofType(draft: Draft, type: string, schema: Schema): Draft {
  const named = isObject(schema['properties']) ? Object.keys(schema['properties']) : [];
  const begun = startOf(schema, schema);
  const { data } = draft.value;
  const kept = Object.entries(isObject(data) ? data : {}).filter(([name]) => named.includes(name));
  const started = isObject(begun) ? begun : {};
  return {
    ...draft,
    type,
    value: { ...draft.value, data: { ...started, ...Object.fromEntries(kept) } },
  };
}

/** Tells whether anything was written that would be lost. */
export function hasInput({ value, before, stream }: Draft, kind: WriteKind): boolean {
  if (kind !== 'append') return JSON.stringify(value) !== JSON.stringify(before);
  return stream !== '' || hasContent(value);
}

function hasContent(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasContent);
  if (isObject(value)) return Object.values(value).some(hasContent);
  return value !== undefined && value !== '' && value !== false;
}
