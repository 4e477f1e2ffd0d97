const small = new Set(['and', 'at', 'de', 'for', 'in', 'of', 'on', 'the', 'to']);

/** Returns a tag as it is said: `actor:donald-trump` is Donald Trump. What is no tag, and a name with a number for a word, stays as it is. */
export function tagName(tag: string): string {
  // A place within another one: each by its name.
  const [, kind = '', whole = ''] = /^([a-z][a-z0-9-]*):([^/]+(?:\/[^/]+)+)$/u.exec(tag) ?? [];
  if (kind !== '')
    return whole
      .split('/')
      .map((part) => tagName(`${kind}:${part}`))
      .join(', ');
  const name = /^[a-z][a-z0-9-]*:([\p{L}\p{N}][\p{L}\p{N}\p{M} .,'’&-]*)$/u.exec(tag)?.[1];
  if (
    name === undefined ||
    !/^[\p{Ll}\p{N}]*\p{Ll}[\p{Ll}\p{N}]*(?:-[\p{Ll}\p{N}]*\p{Ll}[\p{Ll}\p{N}]*)*$/u.test(name)
  )
    return name ?? tag;
  return name
    .split('-')
    .map((word, index) => (index > 0 && small.has(word) ? word : capitalised(word)))
    .join(' ');
}

/** Returns what kind of thing a tag names: `place` of `place:kyiv`; undefined for what is no tag. */
export function tagKind(tag: string): string | undefined {
  return /^([a-z][a-z0-9-]*):\S/u.exec(tag)?.[1];
}

/** Kinds of tags that the vocabulary has. */
const usualKinds: readonly string[] = ['actor', 'attack', 'delivery', 'place', 'system', 'topic'];

/**
 * Returns what may be a tag and may be any other text as it is said: only a name of a usual kind, written as names of tags are, is taken for a
 * tag, for an address and a sentence have colons too.
 */
export function nameOrText(text: string): string {
  const [, kind = '', name = ''] = /^([a-z]+):([\p{Ll}\p{N}-]+)$/u.exec(text) ?? [];
  return name !== '' && usualKinds.includes(kind) ? tagName(text) : text;
}

/**
 * Returns the name of a member or an event type as words: `childrenInjured` is children injured, `CallHeld` is call held.
 *
 * What has a hyphen is a name that somebody gave, such as cease-fire, and stays as it is.
 */
export function wordsOf(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name)) return name;
  return name
    .replaceAll('_', ' ')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/\b[A-Z](?=[a-z])/g, (letter) => letter.toLowerCase());
}

/** Returns a text with its first letter as a capital. */
export function capitalised(text: string): string {
  const [first = ''] = text;
  return first.toLocaleUpperCase('en') + text.slice(first.length);
}

/** Returns a kind and model of munition as it is said: `ballistic|Kinzhal` is Kinzhal (ballistic). */
export function partName(part: string): string {
  const [kind = '', model = ''] = splitNames(part, '|');
  if (kind === '') return model;
  if (model === '') return wordsOf(kind);
  return `${model} (${wordsOf(kind)})`;
}

/** Splits names that were joined, with a backslash before each backslash and separator that is part of a name. */
export function splitNames(joined: string, separator: string): readonly string[] {
  const names = [''];
  for (let index = 0; index < joined.length; index++) {
    const character = joined.charAt(index);
    if (character === '\\' && index + 1 < joined.length) names[names.length - 1] += joined.charAt(++index);
    else if (character === separator) names.push('');
    else names[names.length - 1] += character;
  }
  return names;
}
