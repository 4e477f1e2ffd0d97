import { isStreamName } from '../../../domain/stream.ts';
import { isObject } from '../../panels/shared/json.ts';
import { writeFaults as says } from '../../texts/write-faults.ts';
import type { Fault } from '../form/fault.ts';
import type { WriteKind } from '../form/form-schema.ts';
import { formSchemaOf } from '../form/form-schema.ts';
import type { Schema } from '../form/schema.ts';
import { faultsOf } from '../form/validate.ts';
import type { Draft } from './draft.ts';
import { restates } from './proposal.ts';

/** Most bytes of an event's data as JSON, in UTF-8: what the server takes. */
const bytesMax = 65_536;

/** Lists what is wrong with a draft before it is sent, in the order of its form. */
export function faultsOfDraft(kind: WriteKind, draft: Draft, schema: Schema | undefined): readonly Fault[] {
  const chosen = kind === 'append' ? faultsOfChoice(draft) : [];
  if (schema === undefined) return chosen;
  const form = formSchemaOf(kind, schema, sourcesOf(schema));
  const bytes = new TextEncoder().encode(JSON.stringify(draft.value['data'] ?? null)).length;
  return [
    ...chosen,
    ...faultsOf(schema, form, draft.value),
    ...(kind === 'correct' && !restates(draft) ? [{ pointer: '', sentence: says.sameAsBefore }] : []),
    ...(bytes > bytesMax ? [{ pointer: '/data', sentence: says.large(bytes, bytesMax) }] : []),
  ];
}

/** Returns the schema of sources that a type has, so that a correction's are asked for in the same way. */
export function sourcesOf(schema: Schema): Schema | undefined {
  const properties = schema['properties'];
  const sources = isObject(properties) ? properties['sources'] : undefined;
  return isObject(sources) ? sources : undefined;
}

function faultsOfChoice({ stream, type }: Draft): readonly Fault[] {
  return [
    ...(stream === '' ? [{ pointer: '/stream', sentence: says.missing }] : []),
    ...(stream === '' || isStreamName(stream) ? [] : [{ pointer: '/stream', sentence: says.noStream }]),
    ...(type === '' ? [{ pointer: '/type', sentence: says.missing }] : []),
  ];
}
