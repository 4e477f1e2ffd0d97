import { TimelineError } from './errors.ts';
import type { Scan } from './json-refusal.ts';
import { characterAt, placeOf, pointerOf, refuse, unexpected } from './json-refusal.ts';
import { checkNumber, checkString, checkWord, skipSpace, unescaped } from './json-tokens.ts';
import { quoted } from './quoted.ts';

/**
 * Checks in one pass that text is JSON which every reader understands alike, and throws where it is not.
 *
 * It accepts a part of what `JSON.parse` accepts, so that parsing afterwards cannot fail. It descends once a level, and
 * never beyond `maxDepth`. Throws `invalid-json` and `nesting-too-deep`.
 */
export function checkJson(text: string, maxDepth: number): void {
  const scan: Scan = { text, maxDepth, path: [] };
  if (text.startsWith('\ufeff'))
    refuse(scan, 0, 0, 'The JSON text starts with a byte order mark, which JSON has no place for');
  const start = skipSpace(text, 0);
  if (start === text.length) refuse(scan, start, 0, 'The JSON text is empty');
  const end = skipSpace(text, checkValue(scan, start, 0));
  if (end < text.length)
    refuse(scan, end, 0, `The JSON text goes on with ${characterAt(text, end)} after its value has ended`);
}

/** Checks the value that starts at `at` inside `depth` arrays and objects; gives the offset after it, as all checks below do. */
function checkValue(scan: Scan, at: number, depth: number): number {
  switch (scan.text.charAt(at)) {
    case '"':
      return checkString(scan, at, depth);
    case '{':
      return checkObject(scan, at, depth);
    case '[':
      return checkArray(scan, at, depth);
    case 't':
      return checkWord(scan, at, depth, 'true');
    case 'f':
      return checkWord(scan, at, depth, 'false');
    case 'n':
      return checkWord(scan, at, depth, 'null');
    default:
      return checkNumber(scan, at, depth);
  }
}

function checkObject(scan: Scan, open: number, depth: number): number {
  const { text } = scan;
  checkDepth(scan, open, depth);
  let at = skipSpace(text, open + 1);
  if (text[at] === '}') return at + 1;
  const names = new Set<string>();
  for (;;) {
    at = skipSpace(text, checkName(scan, at, depth, names));
    if (text[at] !== ':') unexpected(scan, at, depth + 1, 'a colon');
    at = skipSpace(text, checkValue(scan, skipSpace(text, at + 1), depth + 1));
    if (text[at] === '}') return at + 1;
    if (text[at] !== ',') unexpected(scan, at, depth, 'a comma or the end of the object');
    at = skipSpace(text, at + 1);
  }
}

function checkName(scan: Scan, at: number, depth: number, names: Set<string>): number {
  if (scan.text[at] !== '"') unexpected(scan, at, depth, 'the name of a member');
  const end = checkString(scan, at, depth);
  const name = unescaped(scan.text, at, end);
  scan.path[depth] = name;
  if (name === '__proto__') {
    refuse(
      scan,
      at,
      depth + 1,
      `The object at ${placeOf(scan, depth)} has the name "__proto__", which is refused for safety`,
    );
  }
  if (names.has(name)) {
    refuse(scan, at, depth + 1, `The object at ${placeOf(scan, depth)} has the name ${quoted(name)} twice`);
  }
  names.add(name);
  return end;
}

function checkArray(scan: Scan, open: number, depth: number): number {
  const { text, path } = scan;
  checkDepth(scan, open, depth);
  let at = skipSpace(text, open + 1);
  if (text[at] === ']') return at + 1;
  for (let index = 0; ; index += 1) {
    path[depth] = index;
    at = skipSpace(text, checkValue(scan, at, depth + 1));
    if (text[at] === ']') return at + 1;
    if (text[at] !== ',') unexpected(scan, at, depth, 'a comma or the end of the array');
    at = skipSpace(text, at + 1);
  }
}

function checkDepth(scan: Scan, at: number, depth: number): void {
  if (depth < scan.maxDepth) return;
  const sentence = `The JSON text has arrays and objects more than ${scan.maxDepth} deep in each other, at offset ${at}`;
  throw new TimelineError('nesting-too-deep', sentence, { pointer: pointerOf(scan, depth), offset: at });
}
