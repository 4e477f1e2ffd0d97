import { isObject } from '../../panels/shared/json.ts';
import type { Schema } from './schema.ts';
import { partOf } from './schema.ts';

/** The steps to a value: names of members and indexes of items, all as texts. */
export type Steps = readonly string[];

/** Returns JSON data with another value at the end of some steps; undefined takes the member or the item away. What is not there yet is made. */
export function withValue(data: unknown, steps: Steps, value: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  if (Array.isArray(data)) return withItem(data, Number(step), rest, value);
  const before = isObject(data) ? data : {};
  const next = withValue(Object.hasOwn(before, step) ? before[step] : undefined, rest, value);
  const { [step]: _gone, ...others } = before;
  if (next === undefined) return others;
  // A member keeps its place among the others.
  return Object.hasOwn(before, step) ? { ...before, [step]: next } : { ...others, [step]: next };
}

function withItem(list: readonly unknown[], index: number, rest: Steps, value: unknown): readonly unknown[] {
  const next = withValue(list[index], rest, value);
  if (next === undefined) return list.toSpliced(index, 1);
  return index < list.length ? list.with(index, next) : [...list, next];
}

/** Returns what a part of a form begins with: objects with the members that must be there, empty lists; undefined for what is typed first. */
export function startOf(root: Schema, schema: Schema): unknown {
  const part = partOf(root, schema);
  if (part.kind === 'list') return [];
  if (part.kind === 'truth') return false;
  if (part.kind === 'values') return part.values.length === 1 ? part.values[0] : undefined;
  if (part.kind === 'choice') return startOf(root, part.alternatives[0] ?? {});
  if (part.kind !== 'object') return undefined;
  const begun = part.members
    .filter((member) => member.isRequired || Object.hasOwn(member.schema, 'default'))
    .map(({ name, schema: own }) => [name, startOf(root, own)] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(begun);
}

/** Returns what a new item of a list begins with: an empty text where it is typed. */
export function startOfItem(root: Schema, schema: Schema): unknown {
  return startOf(root, schema) ?? '';
}
