/** The members of a JSON object. */
export type Members = Readonly<Record<string, unknown>>;

const none: Members = {};

/** Returns the members of what may be a JSON object; none for anything else. A state is what a projection of anyone's own makes of it. */
export function membersOf(value: unknown): Members {
  return isObject(value) ? value : none;
}

/** Tells whether a value is a JSON object: no list, not null. */
export function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns what stands under a name of the value's own, however many names deep: a name from data may be `constructor`. */
export function memberOf(value: unknown, ...names: readonly string[]): unknown {
  let member = value;
  for (const name of names) {
    if (!isObject(member) || !Object.hasOwn(member, name)) return undefined;
    member = member[name];
  }
  return member;
}

/** Returns a text that is not empty; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Returns a number that can be shown; undefined for anything else. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** Returns the items of what may be a list; none for anything else. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Returns the texts in what may be a list of texts. */
export function textsOf(value: unknown): readonly string[] {
  return itemsOf(value).filter((item) => typeof item === 'string');
}
