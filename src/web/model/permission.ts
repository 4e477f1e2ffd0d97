import type { ReadonlySignal } from '@preact/signals';
import { effect, signal } from '@preact/signals';

import type { Client } from '../../client/index.ts';

/** What a caller may do. */
export interface Permission {
  /** Whether the server has told: nothing is to be offered, nor refused, before. */
  readonly isKnown: boolean;
  readonly append: boolean;
  readonly correct: boolean;
}

/** Learns what the server lets this page do, each time it has come back; everything where it does not tell. */
export function createPermission(
  client: Pick<Client, 'get'>,
  returns: ReadonlySignal<number>,
): ReadonlySignal<Permission> {
  const may = signal<Permission>({ isKnown: false, append: false, correct: false });
  effect(() => {
    if (returns.value > 0) void learn();
  });
  async function learn(): Promise<void> {
    const answer = await client
      .get<{ readonly may?: readonly string[] }>('/readyz')
      .catch(() => ({ may: undefined }));
    const scopes = answer.may;
    if (scopes === undefined && may.peek().isKnown) return;
    const allows = (scope: string): boolean =>
      scopes === undefined || scopes.includes(scope) || scopes.includes('admin');
    may.value = { isKnown: true, append: allows('append'), correct: allows('correct') };
  }
  return may;
}
