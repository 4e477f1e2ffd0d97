import type { ExplanationOut } from '../../../client/index.ts';
import { numberOf } from '../shared/json.ts';

/** One step of a sum: what it adds, and the number after it. */
export interface Addend {
  /** Undefined where the step took the number away. */
  readonly after: number | undefined;
  readonly contribution: number;
}

/** How the contributions to a number add up to it. */
export interface Sum {
  /** What there was before the first listed step. */
  readonly start: number;
  readonly addends: readonly Addend[];
  /** What start and contributions add up to. */
  readonly total: number;
  /** The number that is shown; undefined where there is none any more. */
  readonly shown: number | undefined;
  /** Whether they add up to what is shown, and each step to the value after it. */
  readonly addsUp: boolean;
}

type Step = ExplanationOut['steps'][number];
type Count = (value: unknown) => number | undefined;

/**
 * Adds up the contributions to an explained number and checks the sum: it is added here, from what the server says of each step, and held
 * against the number that the server gives. Undefined where the explained value is no number.
 */
export function sumOf({ value, initial, earlier, steps }: ExplanationOut): Sum | undefined {
  const isNumber =
    numberOf(value) !== undefined || steps.some(({ contribution }) => contribution !== undefined);
  if (!isNumber) return undefined;
  const start = numberOf(earlier === undefined ? initial : earlier.value) ?? 0;
  return added(start, numberOf(value), steps, (step) => step.contribution, numberOf);
}

/** Adds up how many there are of what an explained list or object holds: each step adds the difference of the counts before and after it. */
export function countedSum(explanation: ExplanationOut, count: Count): Sum | undefined {
  const { value, initial, earlier, steps } = explanation;
  const shown = count(value);
  if (shown === undefined) return undefined;
  const start = count(earlier === undefined ? initial : earlier.value) ?? 0;
  let before = start;
  const contributions = steps.map((step) => {
    const after = count(step.value) ?? 0;
    const contribution = after - before;
    before = after;
    return contribution;
  });
  return added(start, shown, steps, (_, index) => contributions[index], count);
}

function added(
  start: number,
  shown: number | undefined,
  steps: readonly Step[],
  contributionOf: (step: Step, index: number) => number | undefined,
  count: Count,
): Sum {
  let total = start;
  let everyStep = true;
  const addends = steps.map((step, index) => {
    const contribution = contributionOf(step, index) ?? 0;
    total += contribution;
    const after = count(step.value);
    everyStep &&= isClose(total, after ?? 0);
    return { contribution, after };
  });
  return { start, addends, total, shown, addsUp: everyStep && isClose(total, shown ?? 0) };
}

/** Fractions that are added in another order differ in their last digits. */
function isClose(one: number, other: number): boolean {
  return Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(one), Math.abs(other));
}
