import { assert } from './assert.ts';
import { checkJson } from './json-check.ts';

export { appendPointer } from './json-pointer.ts';

/** Any JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object, by the names of its members. */
export interface JsonObject {
  readonly [name: string]: Json;
}

/** How deep arrays and objects may lie in each other when the caller does not say. */
export const defaultMaxDepth = 32;

/**
 * Parses JSON text as `JSON.parse` does, but refuses whatever two readers could understand differently.
 *
 * Refused with `invalid-json`: a name twice in one object, the name `__proto__`, lone surrogates, a byte order mark, text
 * that is no JSON or not all of it, and numbers beyond the largest double or beyond 2^53-1, unless written with an
 * exponent and at least 1e21. Refused with `nesting-too-deep`: more than `maxDepth` (1 to 1,000) arrays and objects in
 * each other. The facts are `pointer`, the RFC 6901 pointer of the place, and `offset`, in UTF-16 code units from the
 * start. What it accepts, `canonicalJson` writes in a form that it accepts again as the same value.
 */
export function parseJson(text: string, options: { readonly maxDepth?: number } = {}): Json {
  const { maxDepth = defaultMaxDepth } = options;
  assert(
    Number.isInteger(maxDepth) && maxDepth >= 1 && maxDepth <= 1000,
    'maxDepth is a whole number from 1 to 1000',
  );
  checkJson(text, maxDepth);
  const value: Json = JSON.parse(text);
  return value;
}

/**
 * Writes JSON data in the one form of RFC 8785: names sorted by UTF-16 code unit, no white space, numbers as ECMAScript prints them.
 *
 * Two values have the same content exactly when their canonical texts are equal, and hashes are taken of it.
 */
export function canonicalJson(value: Json): string {
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value);
  assert(typeof value !== 'number' || Number.isFinite(value), 'JSON data holds finite numbers only');
  return JSON.stringify(value);
}

function canonicalObject(value: JsonObject): string {
  const members = Object.keys(value)
    .toSorted()
    .map((name) => `${JSON.stringify(name)}:${canonicalMember(value[name])}`);
  return `{${members.join(',')}}`;
}

function canonicalMember(value: Json | undefined): string {
  assert(value !== undefined, 'JSON data holds no undefined');
  return canonicalJson(value);
}

function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
