import { isObject, itemsOf, memberOf, textOf } from '../shared/json.ts';

/** A JSON Schema, or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/** Reads a part of a JSON Schema: the one of a member, or of each item of a list; undefined where it says nothing of it. */
export function partOfSchema(root: unknown, schema: unknown, step: string | number): Schema | undefined {
  for (const one of alternatives(root, schema)) {
    const part = typeof step === 'number' ? memberOf(one, 'items') : memberOf(one, 'properties', step);
    const other = typeof step === 'number' ? undefined : memberOf(one, 'additionalProperties');
    const found = isObject(part) ? part : other;
    if (isObject(found)) return found;
  }
  return undefined;
}

/** Returns what a part of a JSON Schema says it is for; undefined where it does not say. */
export function descriptionOf(root: unknown, schema: unknown): string | undefined {
  for (const one of alternatives(root, schema)) {
    const description = textOf(memberOf(one, 'description'));
    if (description !== undefined) return description;
  }
  return undefined;
}

/** Lists the members of data in the order of its schema, and then those that it does not name. */
export function namesInOrder(root: unknown, schema: unknown, data: Schema): readonly string[] {
  const told = alternatives(root, schema).flatMap((one) => {
    const properties = memberOf(one, 'properties');
    return isObject(properties) ? Object.keys(properties) : [];
  });
  const names = new Set([...told.filter((name) => Object.hasOwn(data, name)), ...Object.keys(data)]);
  return [...names];
}

/** A schema may refer to itself: so deep and no deeper. */
const deepest = 8;

/** Lists a schema and those that it refers to or is put together from. */
function alternatives(root: unknown, schema: unknown, depth = 0): readonly Schema[] {
  if (!isObject(schema) || depth > deepest) return [];
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((name) => itemsOf(memberOf(schema, name)));
  const target = referred(root, textOf(memberOf(schema, '$ref')));
  return [schema, ...[target, ...parts].flatMap((part) => alternatives(root, part, depth + 1))];
}

function referred(root: unknown, reference: string | undefined): unknown {
  if (reference === '#') return root;
  if (reference === undefined || !reference.startsWith('#/')) return undefined;
  return memberOf(root, ...reference.slice(2).split('/'));
}
