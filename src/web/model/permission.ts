import type { ReadonlySignal } from '@preact/signals';
import { effect, signal } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import type { World } from './world.ts';

/** What a caller may do. */
export interface Permission {
  /** Whether the server has told: nothing is to be offered, nor refused, before. */
  readonly isKnown: boolean;
  readonly append: boolean;
  readonly correct: boolean;
}

/** The first wait for a server that does not answer, and the longest, in milliseconds. */
const waitMs = { first: 1000, most: 30_000 };

/** Learns what the server lets this page do, each time it has come back; everything where its answer does not tell. */
export function createPermission(
  { client, wait, ending }: Pick<World, 'wait' | 'ending'> & { readonly client: Pick<Client, 'get'> },
  returns: ReadonlySignal<number>,
): ReadonlySignal<Permission> {
  const may = signal<Permission>({ isKnown: false, append: false, correct: false });
  effect(() => {
    if (returns.value === 0) return undefined;
    const leaving = new AbortController();
    void learn(AbortSignal.any([ending, leaving.signal]));
    return () => leaving.abort();
  });

  async function learn(leaving: AbortSignal): Promise<void> {
    for (let ms = waitMs.first; !leaving.aborted; ms = Math.min(ms * 2, waitMs.most)) {
      try {
        const answer = await client.get<{ readonly may?: readonly string[] }>('/readyz', undefined, {
          signal: leaving,
        });
        const isNews = answer.may !== undefined || !may.peek().isKnown;
        if (isNews && !leaving.aborted) may.value = permissionOf(answer.may);
        return;
      } catch {
        // What was told before stands until it is told anew; before that nothing is offered.
        await wait(ms, leaving);
      }
    }
  }
  return may;
}

function permissionOf(scopes: readonly string[] | undefined): Permission {
  const allows = (scope: string): boolean =>
    scopes === undefined || scopes.includes(scope) || scopes.includes('admin');
  return { isKnown: true, append: allows('append'), correct: allows('correct') };
}
