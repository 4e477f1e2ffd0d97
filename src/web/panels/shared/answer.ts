import type { ReadonlySignal } from '@preact/signals';
import { computed, useSignal } from '@preact/signals';
import { useLayoutEffect, useMemo } from 'preact/hooks';

import type { Client } from '../../../client/index.ts';
import type { Asked, PageModel } from '../../model.ts';
import { createAsking } from '../../model/asking.ts';
import { sentenceOf } from '../../model/fault.ts';
import { isSameMoment } from '../../model/view.ts';

/** What is asked of the server, with a way to ask again after it failed. */
export type Answer<Told> = Asked<Told> & { readonly again: () => void };

/** A question, told from others by its key. */
export type Keyed<Question> = Question & { readonly key: string };

/** How a part of the page asks the server a question of its own. */
export interface Asking<Question, Told> {
  /** Undefined asks nothing. */
  readonly question: ReadonlySignal<Keyed<Question> | undefined>;
  /** How often the reader asked again. */
  readonly tries: ReadonlySignal<number>;
  readonly ask: (client: Client, question: Question, signal: AbortSignal) => Promise<Told>;
}

/**
 * Asks the server what a component shows, as long as it is shown: one question at a time, the latest next.
 *
 * The answer last had stays while the next is on its way. Undefined asks nothing. What failed is asked for again when the server is back.
 */
export function useAnswer<Question extends object, Told>(
  model: PageModel,
  question: Keyed<Question> | undefined,
  ask: (client: Client, question: Question, signal: AbortSignal) => Promise<Told>,
): Answer<Told> {
  const current = useSignal(question);
  const tries = useSignal(0);
  useLayoutEffect(() => {
    if (current.peek()?.key !== question?.key) current.value = question;
  }, [question?.key]);
  const asked = useMemo(() => answerOf(model, { question: current, tries, ask }), []);
  return { ...asked.value, again: () => void tries.value++ };
}

/** Asks for the answer to a question, as long as somebody looks at it; what failed is asked for again when the server is back. */
export function answerOf<Question extends object, Told>(
  model: Pick<PageModel, 'client' | 'moment' | 'view' | 'returns'>,
  { question, tries, ask }: Asking<Question, Told>,
): ReadonlySignal<Asked<Told>> {
  return createAsking<Keyed<Question>, Told>({
    question: () => question.value,
    ask: async (now, signal) => ask(model.client, now, signal),
    faultOf: sentenceOf,
    frame: (callback) => requestAnimationFrame(callback),
    isMoving: () => !isSameMoment(model.moment.peek(), model.view.peek()),
    again: computed(() => `${tries.value} ${model.returns.value}`),
    returns: model.returns,
  });
}
