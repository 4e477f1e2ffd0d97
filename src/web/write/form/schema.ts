import type { Members } from '../../panels/shared/json.ts';
import { isObject, itemsOf, memberOf, numberOf, textOf, textsOf } from '../../panels/shared/json.ts';

/** A JSON Schema, or a part of one. */
export type Schema = Members;

/** One member that a schema names. */
export interface Member {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

/** What a part of a form is, as its schema has it. */
export type Part =
  | { readonly kind: 'object'; readonly members: readonly Member[] }
  | { readonly kind: 'list'; readonly items: Schema; readonly most: number }
  | { readonly kind: 'text'; readonly isLong: boolean; readonly format: string | undefined }
  | { readonly kind: 'number'; readonly isWhole: boolean }
  | { readonly kind: 'truth' }
  /** One of some values. */
  | { readonly kind: 'values'; readonly values: readonly unknown[] }
  /** One of some forms. */
  | { readonly kind: 'choice'; readonly alternatives: readonly Schema[] }
  /** Whatever the schema says nothing of, or says in a way that no form is made of. */
  | { readonly kind: 'any' };

/** A schema may refer to itself: so deep and no deeper. */
const deepest = 16;

/** Texts that may have more characters than this are typed into more than one line. */
const lineCharacters = 300;

/** Returns what a part of a form is; `root` is the whole schema that references lead into. */
export function partOf(root: Schema, schema: Schema): Part {
  const flat = flattened(root, schema);
  const { type, format, items } = flat;
  const values = Object.hasOwn(flat, 'const') ? [flat['const']] : flat['enum'];
  if (Array.isArray(values)) return { kind: 'values', values };
  const alternatives = alternativesOf(flat);
  if (alternatives.length > 1) return { kind: 'choice', alternatives };
  if (alternatives[0] !== undefined) return partOf(root, alternatives[0]);
  if (type === 'object' && isObject(flat['properties'])) return { kind: 'object', members: membersOf(flat) };
  if (type === 'array' && isObject(items))
    return { kind: 'list', items, most: numberOf(flat['maxItems']) ?? Infinity };
  if (type === 'string')
    return {
      kind: 'text',
      isLong: (numberOf(flat['maxLength']) ?? 0) > lineCharacters && format === undefined,
      format: textOf(format),
    };
  if (type === 'number' || type === 'integer') return { kind: 'number', isWhole: isWhole(flat) };
  return { kind: type === 'boolean' ? 'truth' : 'any' };
}

/** Returns a schema with what it refers to and is put together from as its own; what it says itself holds. */
export function flattened(root: Schema, schema: Schema, depth = 0): Schema {
  const target = referred(root, textOf(schema['$ref']));
  const parts = [target, ...itemsOf(schema['allOf'])].filter(isObject);
  if (parts.length === 0 || depth > deepest) return schema;
  return parts.reduce<Schema>((flat, part) => ({ ...flattened(root, part, depth + 1), ...flat }), schema);
}

/** Returns the part of a schema that a reference within it leads to; undefined for one that leads elsewhere. */
export function referred(root: Schema, reference: string | undefined): unknown {
  if (reference === '#') return root;
  if (reference === undefined || !reference.startsWith('#/')) return undefined;
  return memberOf(root, ...reference.slice(2).split('/').map(decodedStep));
}

function decodedStep(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}

/** A type that is a list is a choice like another: null or a text. */
function alternativesOf(schema: Schema): readonly Schema[] {
  const { type, anyOf, oneOf } = schema;
  const named = [...itemsOf(anyOf), ...itemsOf(oneOf)].filter(isObject);
  if (!Array.isArray(type)) return isObject(schema['properties']) ? [] : named;
  const { anyOf: _any, oneOf: _one, ...rest } = schema;
  return textsOf(type).map((one) => ({ ...rest, type: one }));
}

function membersOf(schema: Schema): readonly Member[] {
  const required = textsOf(schema['required']);
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.entries(properties).map(([name, part]) => ({
    name,
    schema: isObject(part) ? part : {},
    isRequired: required.includes(name),
  }));
}

function isWhole(schema: Schema): boolean {
  return schema['type'] === 'integer' || schema['multipleOf'] === 1;
}
