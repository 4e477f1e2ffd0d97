import type { Json, JsonObject } from './json.ts';
import { defaultMaxDepth } from './json.ts';

/** Characters beyond which data is not copied: none below takes more than six bytes as JSON text in UTF-8. */
const charactersMax = 10_000;

/**
 * Copies data that is JSON as it stands, as writing and reading it would, at a fraction of the cost.
 *
 * Returns undefined for what is long, nested deeply, or not JSON as it stands; that is for `parseJson` to take or to refuse.
 */
export function plainCopy(data: unknown): Json | undefined {
  const left = { characters: charactersMax };
  const copy = copyOf(data, left, defaultMaxDepth);
  return left.characters < 0 ? undefined : copy;
}

function copyOf(value: unknown, left: { characters: number }, depth: number): Json | undefined {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    left.characters -= value.length;
    return value.isWellFormed() ? value : undefined;
  }
  if (typeof value === 'number') return isKept(value) ? value : undefined;
  if (typeof value !== 'object' || depth === 0 || left.characters < 0) return undefined;
  left.characters -= 2;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value))
    return prototype === Array.prototype ? copyOfArray(value, left, depth) : undefined;
  if ((prototype !== Object.prototype && prototype !== null) || 'toJSON' in value) return undefined;
  return copyOfObject(value, left, depth);
}

/** Numbers that JSON text gives back as they are, and that every reader of it reads alike. */
function isKept(value: number): boolean {
  return Number.isInteger(value)
    ? Number.isSafeInteger(value) && !Object.is(value, -0)
    : Number.isFinite(value);
}

function copyOfArray(
  values: readonly unknown[],
  left: { characters: number },
  depth: number,
): Json | undefined {
  const copies: Json[] = [];
  for (const value of values) {
    const copy = copyOf(value, left, depth - 1);
    if (copy === undefined) return undefined;
    copies.push(copy);
    left.characters -= 1;
  }
  return copies;
}

function copyOfObject(object: object, left: { characters: number }, depth: number): JsonObject | undefined {
  const copies: Record<string, Json> = {};
  for (const [name, value] of Object.entries(object)) {
    if (value === undefined) continue;
    if (name === '__proto__' || !name.isWellFormed()) return undefined;
    const copy = copyOf(value, left, depth - 1);
    if (copy === undefined) return undefined;
    copies[name] = copy;
    left.characters -= name.length + 4;
  }
  return copies;
}
