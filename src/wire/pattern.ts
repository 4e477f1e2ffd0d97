import { TimelineError } from '../domain/errors.ts';

/** A regular expression as a tree. */
export type Pattern =
  | { readonly kind: 'character'; readonly accepts: (character: string) => boolean }
  | { readonly kind: 'place'; readonly place: PatternPlace }
  | { readonly kind: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly kind: 'choice'; readonly options: readonly Pattern[] }
  | { readonly kind: 'repeat'; readonly of: Pattern; readonly min: number; readonly max: number };

/** What holds between two characters: the start or end of the text, a border of a word, or none. */
export type PatternPlace = 'start' | 'end' | 'border' | 'no-border';

/** Most characters of a pattern, and the largest number in `{n,m}`. */
const charactersMax = 1000;
const repeatMax = 1000;

/**
 * Parses a regular expression of the kind that can be matched in time linear in the text: without look-around and back-references.
 *
 * Throws `invalid-request` for what is none, and for what it does not take.
 */
export function parsePattern(source: string): Pattern {
  if (source.length > charactersMax)
    throw new TimelineError('invalid-request', `A pattern has at most ${charactersMax} characters`);
  const reader = { source, at: 0 };
  const pattern = choice(reader);
  if (reader.at < source.length) throw refused(reader, 'a ")" without its "("');
  return pattern;
}

interface Reader {
  readonly source: string;
  at: number;
}

function choice(reader: Reader): Pattern {
  const options = [sequence(reader)];
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    options.push(sequence(reader));
  }
  return options.length === 1 && options[0] !== undefined ? options[0] : { kind: 'choice', options };
}

function sequence(reader: Reader): Pattern {
  const parts: Pattern[] = [];
  for (let next = reader.source[reader.at]; next !== undefined && next !== '|' && next !== ')';) {
    parts.push(repeated(reader, atom(reader)));
    next = reader.source[reader.at];
  }
  return { kind: 'sequence', parts };
}

function repeated(reader: Reader, of: Pattern): Pattern {
  const found = /^(?:([*+?])|\{(\d{1,4})(,?)(\d{0,4})\})\??/.exec(reader.source.slice(reader.at));
  if (found === null) return of;
  reader.at += found[0].length;
  const [, sign, low = '0', comma, high = ''] = found;
  const min = sign === undefined ? Number(low) : sign === '+' ? 1 : 0;
  const max =
    sign === undefined
      ? comma === ''
        ? min
        : high === ''
          ? Number.POSITIVE_INFINITY
          : Number(high)
      : sign === '?'
        ? 1
        : Number.POSITIVE_INFINITY;
  if (min > repeatMax || (Number.isFinite(max) && (max > repeatMax || max < min)))
    throw refused(reader, `a repetition that is not of 0 to ${repeatMax}`);
  return repeated(reader, { kind: 'repeat', of, min, max });
}

const places: Readonly<Record<string, PatternPlace>> = {
  A: 'start',
  z: 'end',
  Z: 'end',
  b: 'border',
  B: 'no-border',
};

function atom(reader: Reader): Pattern {
  const character = String.fromCodePoint(reader.source.codePointAt(reader.at) ?? 0);
  switch (character) {
    case '(':
      return group(reader);
    case '[':
      return tested(reader, /^\[\^?\]?(?:\\[^]|[^\]\\])*\]/);
    case '\\':
      return escaped(reader);
    case '*':
    case '+':
    case '?':
      throw refused(reader, `a "${character}" with nothing to repeat`);
  }
  reader.at += character.length;
  if (character === '^') return { kind: 'place', place: 'start' };
  if (character === '$') return { kind: 'place', place: 'end' };
  if (character === '.') return { kind: 'character', accepts: (one) => one !== '\n' };
  return { kind: 'character', accepts: (one) => one === character };
}

function group(reader: Reader): Pattern {
  const opening = /^\((?:\?:|\?<[A-Za-z]\w*>|\?'[A-Za-z]\w*')?(?!\?)/.exec(reader.source.slice(reader.at));
  if (opening === null) throw refused(reader, 'a group that looks ahead or behind, or sets options');
  reader.at += opening[0].length;
  const inside = choice(reader);
  if (reader.source[reader.at] !== ')') throw refused(reader, 'a "(" without its ")"');
  reader.at += 1;
  return inside;
}

function escaped(reader: Reader): Pattern {
  const name = reader.source[reader.at + 1] ?? '';
  const place = places[name];
  if (place !== undefined) {
    reader.at += 2;
    return { kind: 'place', place };
  }
  if (/[1-9k]/.test(name)) throw refused(reader, 'a reference back to a group');
  return tested(
    reader,
    /^\\(?:[pP]\{\w{1,40}\}|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[dDwWsStnrfv0]|[^A-Za-z0-9])/,
  );
}

/** What one character is tested by is left to the expressions of the language: on one character they cannot run long. */
function tested(reader: Reader, shape: RegExp): Pattern {
  const source = shape.exec(reader.source.slice(reader.at))?.[0];
  if (source === undefined) throw refused(reader, 'something that is not understood');
  reader.at += source.length;
  // The first "]" in brackets stands for itself, which is not so in this language.
  const test = compiled(source.replace(/^(\[\^?)\]/, '$1\\]'));
  if (test === undefined) throw refused(reader, 'something that is not understood');
  return { kind: 'character', accepts: (one) => test.test(one) };
}

/** Old ways of writing are taken as well: a needless backslash, a hyphen that stands for itself. */
function compiled(source: string): RegExp | undefined {
  for (const flags of /\\[pP]\{/.test(source) ? ['u'] : ['u', '']) {
    try {
      return new RegExp(`^(?:${source})$`, flags);
    } catch {
      continue;
    }
  }
  return undefined;
}

function refused({ at }: Reader, what: string): TimelineError {
  return new TimelineError('invalid-request', `The pattern has at character ${at + 1} ${what}`);
}
