import { capitalised, nameOrText, partName, splitNames, tagKind, tagName, wordsOf } from './names.ts';

/** Words for steps of a path that are more than their names. */
export type PathTerms = Readonly<Record<string, string>>;

/** What stands between the words of a path. */
const between = ' › ';

/**
 * Returns a path into a state in words: `/munitions/missile/launched/best` is "Munitions › missile › launched".
 *
 * The last step of an amount, its best, is what the path above it is about, and is left out.
 */
export function pathWords(
  steps: readonly string[],
  terms: PathTerms,
  nth: (index: number) => string,
): string {
  const told = steps.length > 1 && steps.at(-1) === 'best' ? steps.slice(0, -1) : steps;
  const words = told.map((step) => stepWords(step, terms, nth)).filter((word) => word !== '');
  return capitalised(words.join(between));
}

/** Returns one step of a path in words. */
export function stepWords(step: string, terms: PathTerms, nth: (index: number) => string): string {
  if (Object.hasOwn(terms, step)) return terms[step] ?? step;
  if (/^(?:0|[1-9]\d{0,15})$/.test(step)) return nth(Number(step));
  if (step.includes('→')) return linkWords(step);
  if (step.includes('|')) return pairWords(step);
  const name = nameOrText(step);
  return name === step ? wordsOf(step) : name;
}

function pairWords(step: string): string {
  const names = splitNames(step, '|');
  if (!names.every((name) => tagKind(name) !== undefined)) return partName(step);
  return names.map(tagName).join(' – ');
}

/** A link goes by what it joins and the relation: `a→b:timed-with`. */
function linkWords(step: string): string {
  const ends = /^(.*):([^:]+)$/su.exec(step);
  if (ends === null) return step;
  const [, joined = '', relation = ''] = ends;
  return `${splitNames(joined, '→').map(nameOrText).join(' → ')} (${relation.replaceAll('-', ' ')})`;
}
