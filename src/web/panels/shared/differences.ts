import { isEqualJson } from '../../../domain/equal-json.ts';
import { isAmount, amountOf } from './figure.ts';
import { isObject, memberOf, textOf } from './json.ts';

/** A value in which two states differ. */
export interface Difference {
  /** The steps to it in the state. */
  readonly steps: readonly string[];
  /** What stands there before; undefined where nothing does. */
  readonly before: unknown;
  readonly after: unknown;
  /** The id of the fact that the value is an entry for. */
  readonly fact?: string | undefined;
}

/**
 * Lists the values in which two states differ, as a reader would tell them apart.
 *
 * An amount is one value: that a claim came and changed nothing of its best and range is told as its claims. Entries of a list are the same
 * where they are of the same fact and name, wherever they stand, so that one that was put in between moves no other. The names of facts in a
 * list by themselves are left out: the facts that differ are told of anyway.
 */
export function differencesOf(before: unknown, after: unknown, most = 2000): readonly Difference[] {
  const found: Difference[] = [];
  compare([], before, after, found, most);
  return found;
}

function compare(
  steps: readonly string[],
  before: unknown,
  after: unknown,
  found: Difference[],
  most: number,
): void {
  if (found.length >= most || before === after || isEqualJson(before, after)) return;
  if (isListOfNames(steps)) return;
  if (isAmount(before) || isAmount(after)) compareAmounts(steps, before, after, found);
  else if (Array.isArray(before) || Array.isArray(after)) compareLists(steps, before, after, found, most);
  else if (isObject(before) || isObject(after)) compareObjects(steps, before, after, found, most);
  else found.push({ steps, before, after });
}

/** Which facts an entry is made of: what differs in them is told where it shows. */
function isListOfNames(steps: readonly string[]): boolean {
  return steps.at(-1) === 'facts';
}

function compareAmounts(
  steps: readonly string[],
  before: unknown,
  after: unknown,
  found: Difference[],
): void {
  const [one, other] = [amountOf(before), amountOf(after)];
  if (one !== undefined && other !== undefined && isEqualJson(one, other)) {
    const claims = 'claims';
    found.push({
      steps: [...steps, claims],
      before: memberOf(before, claims),
      after: memberOf(after, claims),
    });
  } else found.push({ steps, before, after });
}

function compareObjects(
  steps: readonly string[],
  before: unknown,
  after: unknown,
  found: Difference[],
  most: number,
): void {
  const names = new Set([...namesOf(before), ...namesOf(after)]);
  for (const name of names)
    compare([...steps, name], memberOf(before, name), memberOf(after, name), found, most);
}

function namesOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function compareLists(
  steps: readonly string[],
  before: unknown,
  after: unknown,
  found: Difference[],
  most: number,
): void {
  const [earlier, later] = [entriesOf(before), entriesOf(after)];
  for (const [key, { index, value }] of earlier) {
    const now = later.get(key);
    if (now === undefined) push(found, [...steps, String(index)], value, undefined);
    else compareEntries([...steps, String(now.index)], value, now.value, found, most);
  }
  for (const [key, { index, value }] of later)
    if (!earlier.has(key)) push(found, [...steps, String(index)], undefined, value);
}

function compareEntries(
  steps: readonly string[],
  before: unknown,
  after: unknown,
  found: Difference[],
  most: number,
): void {
  const first = found.length;
  compare(steps, before, after, found, most);
  const fact = factOf(after);
  if (fact !== undefined)
    for (const [index, difference] of found.entries())
      if (index >= first && difference.fact === undefined) found[index] = { ...difference, fact };
}

function push(found: Difference[], steps: readonly string[], before: unknown, after: unknown): void {
  found.push({ steps, before, after, fact: factOf(after ?? before) });
}

function factOf(value: unknown): string | undefined {
  return textOf(memberOf(value, 'fact'));
}

interface Placed {
  readonly index: number;
  readonly value: unknown;
}

/** Names the entries of a list by what they are about, and those of one name by their order. */
function entriesOf(list: unknown): ReadonlyMap<string, Placed> {
  const placed = new Map<string, Placed>();
  const counts = new Map<string, number>();
  for (const [index, value] of (Array.isArray(list) ? list : []).entries()) {
    const name = entryName(value);
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    placed.set(`${name} ${count}`, { index, value });
  }
  return placed;
}

function entryName(value: unknown): string {
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  const own = ['name', 'what', 'place', 'publisher'].map((name) => memberOf(value, name));
  if (own.some((name) => name !== undefined)) return JSON.stringify(own);
  const names = ['fact', 'actor', 'kind', 'about'].map((name) => memberOf(value, name));
  return JSON.stringify(names.some((name) => name !== undefined) ? names : value);
}
