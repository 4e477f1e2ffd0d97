import type { Scan } from './json-refusal.ts';
import { characterAt, placeOf, refuse, unexpected } from './json-refusal.ts';
import { quoted } from './quoted.ts';

/**
 * Checks the string that starts at `open`, and gives the offset after it.
 *
 * One with a surrogate in it, raw or escaped, is unescaped to see whether it has its pair.
 */
export function checkString(scan: Scan, open: number, depth: number): number {
  const { text } = scan;
  let surrogates = false;
  let at = open + 1;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit === doubleQuote) break;
    if (unit === backslash) {
      const end = checkEscape(scan, at, depth);
      surrogates ||= /^\\u[Dd][89A-Fa-f]/.test(text.slice(at, end));
      at = end;
    } else if (unit >= 0x20) {
      surrogates ||= unit >= 0xd800 && unit <= 0xdfff;
      at += 1;
    } else {
      unexpectedInString(scan, at, depth);
    }
  }
  if (surrogates && !unescaped(text, open, at + 1).isWellFormed()) {
    refuse(
      scan,
      open,
      depth,
      `The string at ${placeOf(scan, depth)} has half of a surrogate pair, which is no character`,
    );
  }
  return at + 1;
}

function unexpectedInString(scan: Scan, at: number, depth: number): never {
  if (at >= scan.text.length) unexpected(scan, at, depth, 'the end of a string');
  refuse(
    scan,
    at,
    depth,
    `A string has ${characterAt(scan.text, at)} in it, which is to be written as an escape`,
  );
}

const doubleQuote = 0x22;
const backslash = 0x5c;

function checkEscape(scan: Scan, at: number, depth: number): number {
  const { text } = scan;
  const mark = text[at + 1];
  if (mark !== 'u') {
    if (mark === undefined || !'"\\/bfnrt'.includes(mark))
      unexpected(scan, at + 1, depth, 'an escaped character');
    return at + 2;
  }
  for (let digit = at + 2; digit < at + 6; digit += 1) {
    if (!/^[\dA-Fa-f]$/.test(text[digit] ?? '')) unexpected(scan, digit, depth, 'a hexadecimal digit');
  }
  return at + 6;
}

/** Gives what a checked string says, by the offsets of its opening quote and after its closing one. */
export function unescaped(text: string, open: number, end: number): string {
  const raw = text.slice(open + 1, end - 1);
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
}

/** Checks the rest of `true`, `false` or `null`, whose first letter stands at `at`, and gives the offset after it. */
export function checkWord(scan: Scan, at: number, depth: number, word: string): number {
  for (let index = 1; index < word.length; index += 1) {
    if (scan.text[at + index] !== word[index]) unexpected(scan, at + index, depth, `the word ${word}`);
  }
  return at + word.length;
}

/** Checks the number that starts at `start`, or else says that no value does, and gives the offset after it. */
export function checkNumber(scan: Scan, start: number, depth: number): number {
  const { text } = scan;
  let at = text[start] === '-' ? start + 1 : start;
  const whole = at;
  at = skipDigits(text, at);
  if (at === whole) unexpected(scan, at, depth, at === start ? 'a value' : 'a digit');
  if (text[whole] === '0' && at > whole + 1)
    refuse(scan, start, depth, 'A number has a zero before its other digits');
  if (text[at] === '.') at = checkDigits(scan, at + 1, depth);
  const isPlain = text[at] !== 'e' && text[at] !== 'E';
  if (!isPlain) at = checkDigits(scan, /[+-]/.test(text[at + 1] ?? '') ? at + 2 : at + 1, depth);
  if (!isPlain || at - whole > 15) checkMagnitude(scan, start, at, depth, isPlain);
  return at;
}

function checkDigits(scan: Scan, at: number, depth: number): number {
  const end = skipDigits(scan.text, at);
  if (end === at) unexpected(scan, at, depth, 'a digit');
  return end;
}

function skipDigits(text: string, start: number): number {
  let at = start;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (!(unit >= 0x30 && unit <= 0x39)) return at;
    at += 1;
  }
}

/**
 * Refuses a number that a double cannot hold, or would hold as a whole number that is not safe.
 *
 * From 1e21 on, ECMAScript prints an exponent, and one written with an exponent is taken for the approximation it is.
 * Below, it prints all digits, so that 1e20 would be read, written and then refused: it is refused at once.
 */
function checkMagnitude(scan: Scan, start: number, end: number, depth: number, isPlain: boolean): void {
  const written = scan.text.slice(start, end);
  const magnitude = Math.abs(Number(written));
  if (magnitude <= Number.MAX_SAFE_INTEGER || (!isPlain && magnitude >= 1e21 && magnitude < Infinity)) return;
  const limit = magnitude === Infinity ? 'the largest double' : '2^53-1, the largest safe whole number';
  refuse(scan, start, depth, `The number ${quoted(written)} at ${placeOf(scan, depth)} is beyond ${limit}`);
}

/** Gives the offset of what comes after white space. */
export function skipSpace(text: string, start: number): number {
  let at = start;
  for (;;) {
    const unit = text.charCodeAt(at);
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return at;
    at += 1;
  }
}
