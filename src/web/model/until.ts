import type { ReadonlySignal } from '@preact/signals';
import { effect } from '@preact/signals';

import type { World } from './world.ts';

/** Resolves as soon as something made of signals is true, or the abort signal ends it. */
export async function until(isTrue: () => boolean, ending: AbortSignal): Promise<void> {
  if (ending.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = effect(() => {
    if (isTrue()) resolve();
  });
  const end = (): void => resolve();
  ending.addEventListener('abort', end, { once: true });
  await promise;
  ending.removeEventListener('abort', end);
  stop();
}

/** Resolves when something made of a signal was true for so many milliseconds without a break, or the abort signal ends it. */
export async function untilTrueFor(
  ms: number,
  isTrue: ReadonlySignal<boolean>,
  wait: World['wait'],
  ending: AbortSignal,
): Promise<void> {
  while (!ending.aborted) {
    await until(() => isTrue.value, ending);
    const over = new AbortController();
    const stop = effect(() => {
      if (!isTrue.value) over.abort();
    });
    await wait(ms, AbortSignal.any([ending, over.signal]));
    stop();
    if (!over.signal.aborted) return;
  }
}
