import { TimelineError } from '../domain/errors.ts';
import type { Pattern, PatternPlace } from './pattern.ts';

type Step =
  | { readonly do: 'take'; readonly accepts: (character: string) => boolean }
  | { readonly do: 'stand'; readonly place: PatternPlace }
  | { readonly do: 'fork'; readonly to: number[] }
  | { readonly do: 'accept' };

/** Most steps that a pattern may have: what one character of a text costs. */
const stepsMax = 2000;

/**
 * Compiles a pattern; what is returned tells whether it is found anywhere in a text, in time linear in the text.
 *
 * All ways through the pattern are gone at once (K. Thompson, 1968), so that there is none to go back on. Throws
 * `invalid-request` for one that is too large.
 */
export function compilePattern(pattern: Pattern): (text: string) => boolean {
  const steps: Step[] = [];
  emit(steps, pattern);
  push(steps, { do: 'accept' });
  return (text) => isFound(steps, Array.from(text));
}

function push(steps: Step[], step: Step): number {
  if (steps.length >= stepsMax)
    throw new TimelineError(
      'invalid-request',
      `The pattern is too large: it takes more than ${stepsMax} steps`,
    );
  return steps.push(step) - 1;
}

function fork(steps: Step[], ...to: number[]): { readonly do: 'fork'; readonly to: number[] } {
  const step = { do: 'fork' as const, to };
  push(steps, step);
  return step;
}

function emit(steps: Step[], pattern: Pattern): void {
  switch (pattern.kind) {
    case 'character':
      push(steps, { do: 'take', accepts: pattern.accepts });
      return;
    case 'place':
      push(steps, { do: 'stand', place: pattern.place });
      return;
    case 'sequence':
      for (const part of pattern.parts) emit(steps, part);
      return;
    case 'choice':
      emitChoice(steps, pattern.options);
      return;
    case 'repeat':
      emitRepeat(steps, pattern);
  }
}

function emitChoice(steps: Step[], options: readonly Pattern[]): void {
  const start = fork(steps);
  const ends = options.map((option) => {
    start.to.push(steps.length);
    emit(steps, option);
    return fork(steps);
  });
  for (const end of ends) end.to.push(steps.length);
}

function emitRepeat(steps: Step[], { of, min, max }: Extract<Pattern, { kind: 'repeat' }>): void {
  for (let count = 0; count < min; count += 1) {
    const before = steps.length;
    emit(steps, of);
    // What takes no steps takes none however often, and no number of them would ever be too large.
    if (steps.length === before) return;
  }
  if (max === Number.POSITIVE_INFINITY) {
    const start = steps.length;
    const way = fork(steps, start + 1);
    emit(steps, of);
    fork(steps, start);
    way.to.push(steps.length);
    return;
  }
  const ways = Array.from({ length: max - min }, () => {
    const way = fork(steps, steps.length + 1);
    emit(steps, of);
    return way;
  });
  for (const way of ways) way.to.push(steps.length);
}

function isFound(steps: readonly Step[], text: readonly string[]): boolean {
  /** At which place a step was last come to: nothing is gone through twice at one place. */
  const seenAt = new Int32Array(steps.length).fill(-1);
  let taking: number[] = [];
  for (let at = 0; at <= text.length; at += 1) {
    const next: number[] = [];
    const character = text[at];
    for (const step of reached(steps, { from: [...taking, 0], at, text, seenAt })) {
      const { [step]: one } = steps;
      if (one?.do === 'accept') return true;
      if (one?.do === 'take' && character !== undefined && one.accepts(character)) next.push(step + 1);
    }
    taking = next;
  }
  return false;
}

interface Reaching {
  readonly from: number[];
  readonly at: number;
  readonly text: readonly string[];
  readonly seenAt: Int32Array;
}

/** Returns the steps that can be come to without taking a character. */
function reached(steps: readonly Step[], { from, at, text, seenAt }: Reaching): readonly number[] {
  const found: number[] = [];
  for (let step = from.pop(); step !== undefined; step = from.pop()) {
    if (seenAt[step] === at) continue;
    seenAt[step] = at;
    const { [step]: one } = steps;
    if (one?.do === 'fork') from.push(...one.to);
    else if (one?.do === 'stand') {
      if (standsAt(one.place, at, text)) from.push(step + 1);
    } else found.push(step);
  }
  return found;
}

function standsAt(place: PatternPlace, at: number, text: readonly string[]): boolean {
  if (place === 'start') return at === 0;
  if (place === 'end') return at === text.length;
  const isBorder = isWord(text[at - 1]) !== isWord(text[at]);
  return place === 'border' ? isBorder : !isBorder;
}

function isWord(character: string | undefined): boolean {
  return character !== undefined && /^[\p{L}\p{N}_]$/u.test(character);
}
