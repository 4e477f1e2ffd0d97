import type { NewEvent, Proposed } from '../../../client/index.ts';
import { isEqualJson } from '../../../domain/equal-json.ts';
import { itemsOf, textOf } from '../../panels/shared/json.ts';
import type { WriteKind } from '../form/form-schema.ts';
import type { Draft } from './draft.ts';

/** Returns what a draft proposes to record: as it is previewed, and as it is sent. `id` is that of the fact it is about. */
export function proposalOf(kind: WriteKind, draft: Draft, id: string): Proposed {
  const { value, before } = draft;
  if (kind === 'append') return { append: { stream: draft.stream, event: eventOf(draft) } };
  const sources = itemsOf(value['sources']) as NonNullable<Restated['sources']>;
  const why = {
    id,
    reason: textOf(value['reason']) ?? '',
    ...(sources.length === 0 ? {} : { sources }),
  };
  if (kind === 'retract') return { retract: why };
  return { correct: { ...why, ...changedOf(value, before) } };
}

type Restated = Extract<Proposed, { readonly correct: unknown }>['correct'];

function eventOf({ type, value }: Draft): NewEvent {
  return { type, occurred: textOf(value['occurred']) ?? '', data: value['data'] ?? {} };
}

/** Each of the two is restated whole, and only where it is another. */
function changedOf(value: Draft['value'], before: Draft['before']): Pick<Restated, 'data' | 'occurred'> {
  const occurred = textOf(value['occurred']);
  const { data } = value;
  return {
    ...(occurred === undefined || occurred === before['occurred'] ? {} : { occurred }),
    ...(data === undefined || isEqualJson(data, before['data']) ? {} : { data }),
  };
}

/** Tells whether a correction would correct anything. */
export function restates({ value, before }: Draft): boolean {
  return Object.keys(changedOf(value, before)).length > 0;
}
