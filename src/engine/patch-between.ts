import { isEqualJson } from '../domain/equal-json.ts';
import { appendPointer } from '../domain/json-pointer.ts';
import type { Patch, PatchOperation } from '../domain/patch.ts';
import { editsBetween } from './list-edits.ts';

/**
 * Returns the patch that makes `after` of `before`, empty when they are the same JSON data.
 *
 * What the two share is not looked into, so it costs what differs. The order of an object's members has no meaning in JSON, and
 * none here. Items of lists are matched, so that one that comes or goes does not change all that follow it.
 */
export function patchBetween(before: unknown, after: unknown, path = ''): Patch {
  const patch: PatchOperation[] = [];
  compare(before, after, path, patch);
  return patch;
}

type Members = Readonly<Record<string, unknown>>;

function compare(before: unknown, after: unknown, path: string, patch: PatchOperation[]): void {
  if (before === after) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, patch);
  else if (isObject(before) && isObject(after)) compareObjects(before, after, path, patch);
  else patch.push({ op: 'replace', path, value: after });
}

function isObject(data: unknown): data is Members {
  return typeof data === 'object' && data !== null && !Array.isArray(data);
}

function compareObjects(before: Members, after: Members, path: string, patch: PatchOperation[]): void {
  for (const name of Object.keys(before))
    if (!Object.hasOwn(after, name)) patch.push({ op: 'remove', path: appendPointer(path, name) });
  for (const name of Object.keys(after)) {
    const value = after[name];
    if (!Object.hasOwn(before, name)) patch.push({ op: 'add', path: appendPointer(path, name), value });
    else if (before[name] !== value) compare(before[name], value, appendPointer(path, name), patch);
  }
}

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  patch: PatchOperation[],
): void {
  /** Where the next item stands in the list as the patch so far has made it. */
  let place = 0;
  for (const { kept, removed, added } of editsBetween(before, after, isEqualJson)) {
    place += kept;
    const changed = Math.min(removed.length, added.length);
    for (let index = 0; index < changed; index += 1)
      compare(removed[index], added[index], appendPointer(path, place + index), patch);
    for (const value of added.slice(changed)) {
      patch.push({ op: 'add', path: appendPointer(path, place + changed), value });
      place += 1;
    }
    for (let gone = changed; gone < removed.length; gone += 1)
      patch.push({ op: 'remove', path: appendPointer(path, place + changed) });
    place += changed;
  }
}
