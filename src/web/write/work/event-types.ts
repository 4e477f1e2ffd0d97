import type { Client } from '../../../client/index.ts';
import { isObject, itemsOf, memberOf, numberOf, textOf } from '../../panels/shared/json.ts';
import type { Schema } from '../form/schema.ts';

/** An event type that a person may write an event of. */
export interface WrittenType {
  readonly type: string;
  readonly description: string;
  /** The newest version of its schema: the one that is written. */
  readonly version: number;
}

/** What is recorded by other ways than a form for an event. */
const notWritten: readonly string[] = ['FactCorrected', 'FactRetracted', 'ForeignEventKept'];

/** Lists the event types that events may be written of, in the server's order; throws the server's error. */
export async function typesWritten(client: Pick<Client, 'get'>): Promise<readonly WrittenType[]> {
  const listed = await client.get<unknown>('/v1/schemas');
  return itemsOf(memberOf(listed, 'schemas')).flatMap((one) => {
    const type = textOf(memberOf(one, 'type'));
    const version = numberOf(memberOf(one, 'newest'));
    if (type === undefined || version === undefined || notWritten.includes(type)) return [];
    return [{ type, version, description: textOf(memberOf(one, 'description')) ?? '' }];
  });
}

/** Gives the JSON Schema of the data of one version of an event type; throws the server's error. */
export async function schemaOfType(
  client: Pick<Client, 'get'>,
  { type, version }: Pick<WrittenType, 'type' | 'version'>,
): Promise<Schema> {
  const schema = await client.get<unknown>(`/v1/schemas/${encodeURIComponent(type)}/${version}`);
  return isObject(schema) ? schema : {};
}
