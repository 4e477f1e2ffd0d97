import type { ExplanationOut } from '../../../client/index.ts';
import type { Claim, Figure } from '../shared/figure.ts';
import { figureOf, publishersOf } from '../shared/figure.ts';

/** That from an event on another claim counts than before, and why: its grade is better, it was reported and not worked out, or it is the later one. */
export interface Precedence {
  readonly by: readonly string[];
  readonly insteadOf: readonly string[];
  readonly why: 'grade' | 'reported' | 'later';
}

/** Finds, by the ids of the facts that an explained number comes from, with which of them another claim began to count. */
export function precedencesOf({
  initial,
  earlier,
  steps,
}: Pick<ExplanationOut, 'initial' | 'earlier' | 'steps'>): ReadonlyMap<string, Precedence> {
  const found = new Map<string, Precedence>();
  let before = figureOf(earlier === undefined ? initial : earlier.value);
  for (const { id, value } of steps) {
    const after = figureOf(value);
    const precedence = before === undefined || after === undefined ? undefined : precedenceOf(before, after);
    if (precedence !== undefined) found.set(id, precedence);
    before = after;
  }
  return found;
}

function precedenceOf(before: Figure, after: Figure): Precedence | undefined {
  for (const was of before.claims.filter(({ counted }) => counted === true)) {
    const isOf = (claim: Claim) => claim.attack === was.attack;
    const now = after.claims.find((claim) => isOf(claim) && claim.counted === true);
    if (now === undefined || setOf(now) === setOf(was)) continue;
    const left = after.claims.find((claim) => isOf(claim) && setOf(claim) === setOf(was)) ?? was;
    return { by: publishersOf(now.sources), insteadOf: publishersOf(was.sources), why: whyOf(now, left) };
  }
  return undefined;
}

function setOf({ sources }: Claim): string {
  return JSON.stringify(publishersOf(sources).toSorted());
}

function whyOf(now: Claim, was: Claim): Precedence['why'] {
  if (gradeOf(now) !== gradeOf(was)) return 'grade';
  return now.derived === was.derived ? 'later' : 'reported';
}

/** What has no grade comes after all that have one. */
function gradeOf({ sources }: Claim): string {
  return sources.map(({ grade }) => grade ?? 'Z').toSorted()[0] ?? 'Z';
}
