import type { PageModel } from '../../model.ts';
import type { Answer } from '../shared/answer.ts';
import { useAnswer } from '../shared/answer.ts';
import { itemsOf, memberOf, numberOf, textOf } from '../shared/json.ts';

/** Schemas that were had: those of a version never change. */
const had = new WeakMap<PageModel['client'], Map<string, unknown>>();

/** Asks for the JSON Schema of an event type, in its newest version: the one that facts are read in. */
export function useSchema(model: PageModel, type: string): Answer<unknown> {
  return useAnswer(model, { type, key: type }, async (client, asked, signal) => {
    const known = had.get(client) ?? new Map<string, unknown>();
    had.set(client, known);
    if (known.has(asked.type)) return known.get(asked.type);
    const listed = await client.get<unknown>('/v1/schemas', {}, { signal });
    const one = itemsOf(memberOf(listed, 'schemas')).find(
      (schema) => textOf(memberOf(schema, 'type')) === asked.type,
    );
    const version = numberOf(memberOf(one, 'newest'));
    // A foreign event has a type that nothing is known of.
    if (version === undefined) return undefined;
    const path = `/v1/schemas/${encodeURIComponent(asked.type)}/${version}`;
    const schema = await client.get<unknown>(path, {}, { signal });
    known.set(asked.type, schema);
    return schema;
  });
}
