import { effect } from '@preact/signals';

import type { PageModel } from '../../model.ts';

/** How long what was recorded is waited for, in milliseconds; then it is shown with what is there. */
const longestMs = 5000;

/** Selects a fact once the page has come to a position of the log: asked for before, it would not be known yet. */
export async function showRecorded(
  model: Pick<PageModel, 'change' | 'head' | 'live' | 'showNewest'>,
  id: string,
  position: number,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, longestMs);
  const stop = effect(() => {
    const live = model.live.value;
    if (model.head.value.position >= position) resolve();
    else if (live.kind === 'paused' && live.unseen > 0) void model.showNewest().catch(() => undefined);
  });
  await promise;
  clearTimeout(timer);
  stop();
  model.change({ selected: id, panel: 'fact', knownAt: 'head' }, 'push');
}
