import { useRef } from 'preact/hooks';

import type { PageModel } from '../../model.ts';
import { useAnswer } from '../shared/answer.ts';
import { memberOf, membersOf } from '../shared/json.ts';

/** The event types that give numbers of people and munitions. */
const numberTypes = ['AttackReported', 'InterceptionReported', 'CasualtiesReported'];

/** Tells whether a situation has any number of people or munitions. */
export function hasNumbers(state: unknown): boolean {
  return ['casualties', 'munitions'].some((part) => Object.keys(membersOf(memberOf(state, part))).length > 0);
}

/**
 * Tells whether any event of the log, whenever it occurred, may give numbers of people or munitions: where none does, there is no room to be
 * kept for them. Undefined until that is known.
 *
 * A log only grows: what it has once it has for ever. It is asked once the log is known, which is told by `isLogKnown`: before that it has nothing.
 */
export function useNumbersTold(model: PageModel, isLogKnown: boolean): boolean | undefined {
  const { position: knownAt } = model.head.value;
  const isTold = useRef(false);
  const question = isTold.current || !isLogKnown ? undefined : { knownAt, key: String(knownAt) };
  const { answer, state } = useAnswer(model, question, async (client, asked, signal) => {
    const { readings } = await client.readings({
      types: numberTypes,
      knownAt: asked.knownAt,
      limit: 1,
      signal,
    });
    return { some: readings.position.length > 0 };
  });
  if (answer?.some === true) isTold.current = true;
  // What could not be had is no reason to leave numbers out.
  return isTold.current || (state === 'failed' ? true : answer?.some);
}
