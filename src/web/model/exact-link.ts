import type { ReadonlySignal } from '@preact/signals';
import { computed, effect } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import type { PageModel, View } from '../model.ts';

/** What linked clocks are made exact by. */
export interface ExactLinkOptions {
  readonly client: Pick<Client, 'commits'>;
  readonly view: ReadonlySignal<View>;
  /** Whether a scrubber is being dragged, or a replay goes on. */
  readonly isMoving: ReadonlySignal<boolean>;
  /** Of the commits up to this position some are left out. */
  readonly thinnedTo: ReadonlySignal<number>;
  readonly change: PageModel['change'];
}

/**
 * Asks what was known at the time that linked clocks have come to, where some commits are left out here.
 *
 * Until it is answered the page shows a little less than what was known then, and never more. A moment that is
 * moved meanwhile is not held up: it is asked for once it rests.
 */
export function keepLinkExact({ client, view, isMoving, thinnedTo, change }: ExactLinkOptions): void {
  const looked = computed(() => {
    const { linked, asOf, knownAt } = view.value;
    const isThinned = knownAt !== 'head' && knownAt <= thinnedTo.value;
    return linked && asOf !== 'now' && isThinned && !isMoving.value ? asOf : undefined;
  });
  effect(() => {
    const asOf = looked.value;
    if (asOf === undefined) return undefined;
    const leaving = new AbortController();
    const asked = { to: asOf, order: 'newest-first', limit: 1, signal: leaving.signal } as const;
    client.commits(asked).then(
      ({ commits: [commit] }) => {
        if (!leaving.signal.aborted && commit !== undefined) change({ asOf, knownAt: commit.position });
      },
      () => undefined,
    );
    return () => leaving.abort();
  });
}
