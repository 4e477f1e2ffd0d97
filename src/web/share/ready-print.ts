import type { PageModel } from '../model.ts';

/** Loads what printing takes when there is nothing else to do: once a page is printed, nothing can be waited for any more. */
export function readyPrint(model: PageModel): void {
  const load = (): void =>
    void import('./print.tsx').then(
      ({ followPrint }) => followPrint(model),
      // Without it the timeline is printed as it is on the screen.
      () => undefined,
    );
  if ('requestIdleCallback' in globalThis) requestIdleCallback(load, { timeout: 5000 });
  else setTimeout(load, 1000);
}
