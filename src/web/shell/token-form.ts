import type { ReadonlySignal } from '@preact/signals';
import { computed, signal } from '@preact/signals';

import type { PageModel } from '../model.ts';
import { isToken, keepToken, token } from './token.ts';

/** What becomes of the tokens that somebody gives. */
export interface TokenForm {
  /** What is wrong with the token given last: no token at all, or the server does not take it; undefined until that is known. */
  readonly wrong: ReadonlySignal<'no-token' | 'refused' | undefined>;
  /** Shows a token to the server, if it is one. */
  give(text: string): void;
}

/** Makes what takes tokens. Only an answer that came after a token was given speaks of it. */
export function createTokenForm(model: Pick<PageModel, 'fault' | 'retry'>): TokenForm {
  const isNone = signal(false);
  const before = signal<PageModel['fault']['value']>(undefined);
  return {
    wrong: computed(() => {
      if (isNone.value) return 'no-token';
      const isAnswered = model.fault.value !== before.value;
      return token.value !== undefined && isAnswered ? 'refused' : undefined;
    }),
    give(text) {
      const given = text.trim();
      isNone.value = !isToken(given);
      if (isNone.value) return;
      before.value = model.fault.peek();
      keepToken(given);
      model.retry();
    },
  };
}
