import { isOfThisGo, madeInOneGo } from '../domain/in-one-go.ts';

/** How many entries a list keeps that would otherwise grow without end. */
export const keptMax = 200;

/** Returns what a record holds under a name of its own: a name that comes from data may be `constructor` or `__proto__`. */
export function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Returns the record with one entry set. */
export function withEntry<Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
  value: Value,
): Readonly<Record<string, Value>> {
  return { ...record, [name]: value };
}

/**
 * Returns a record that may hold very many entries with one entry set.
 *
 * A record that the fold under way made is changed in place, so it must not be compared with what it was before.
 */
export function withEntryOfMany<Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
  value: Value,
): Readonly<Record<string, Value>> {
  const next: Record<string, Value> = isOfThisGo(record) ? record : madeInOneGo({ ...record });
  setOwn(next, name, value);
  return next;
}

/** An own property whatever its name is: to assign to `__proto__` would set the prototype instead. */
function setOwn<Value>(record: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__')
    Object.defineProperty(record, name, { value, enumerable: true, configurable: true, writable: true });
  else record[name] = value;
}

/** Returns the record without one entry. */
export function withoutEntry<Value>(
  record: Readonly<Record<string, Value>>,
  name: string,
): Readonly<Record<string, Value>> {
  const { [name]: _, ...rest } = record;
  return rest;
}

/**
 * Returns a record whose entries come and go with one entry set, now its last, or taken out when there is no value.
 *
 * A record that the fold under way made is changed in place, so it must not be compared with what it was before.
 * Names are tags, which hold a colon. Spreading and deleting would give the object a new hidden class almost every
 * time; a dictionary that is filled anew costs some 0.1 µs an entry on V8, where spreading costs three times that.
 */
export function withTag<Value>(
  record: Readonly<Record<string, Value>>,
  tag: string,
  value: Value | undefined,
): Readonly<Record<string, Value>> {
  const next: Record<string, Value> = isOfThisGo(record) ? record : madeInOneGo(dictionaryOf(record));
  delete next[tag];
  if (value !== undefined) next[tag] = value;
  return next;
}

function dictionaryOf<Value>(record: Readonly<Record<string, Value>>): Record<string, Value> {
  const next = emptyDictionary<Value>();
  for (const name in record) {
    const value = record[name];
    if (value !== undefined) next[name] = value;
  }
  return next;
}

function emptyDictionary<Value>(): Record<string, Value> {
  const dictionary: Record<string, null> = { a: null, b: null };
  delete dictionary['a'];
  delete dictionary['b'];
  return dictionary as Record<string, never>;
}

/** Joins names into one key; a separator within a name gets a backslash, so that two lists of names never give the same key. */
export function joinNames(separator: string, names: readonly string[]): string {
  return names.map((name) => escaped(name, separator)).join(separator);
}

function escaped(name: string, separator: string): string {
  if (!name.includes(separator) && !name.includes('\\')) return name;
  return name.replaceAll('\\', '\\\\').replaceAll(separator, `\\${separator}`);
}

/** Returns the list with one entry more at its end, and without its first when it would hold more than `keptMax`. */
export function appendKept<Entry>(list: readonly Entry[], entry: Entry): readonly Entry[] {
  return list.length < keptMax ? [...list, entry] : [...list.slice(1 - keptMax), entry];
}

/**
 * Returns a list that may be very long with one entry more at its end, and without the one at `replaced` unless that is -1.
 *
 * A list that the fold under way made is changed in place, so it must not be compared with what it was before.
 */
export function appendToMany<Entry>(list: readonly Entry[], entry: Entry, replaced = -1): readonly Entry[] {
  const next = isOfThisGo(list) ? (list as Entry[]) : madeInOneGo([...list]);
  if (replaced !== -1) next.splice(replaced, 1);
  next.push(entry);
  return next;
}

/** Returns the names of both lists, each once, in the order they came. */
export function union(names: readonly string[], more: readonly string[]): readonly string[] {
  const added = more.filter((name, index) => !names.includes(name) && more.indexOf(name) === index);
  return added.length === 0 ? names : [...names, ...added];
}

/** The members of an object as given, those that were undefined left out. */
export type Known<Members> = {
  [Name in keyof Members as undefined extends Members[Name] ? never : Name]: Members[Name];
} & {
  [Name in keyof Members as undefined extends Members[Name] ? Name : never]?: Exclude<
    Members[Name],
    undefined
  >;
};

/** Leaves out what is undefined: what is unknown is absent from a state. */
export function known<const Members extends object>(members: Members): Known<Members> {
  const kept: Record<string, unknown> = {};
  for (const name in members) if (members[name] !== undefined) kept[name] = members[name];
  return kept as Known<Members>;
}
