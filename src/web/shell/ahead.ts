/** Loads a part of the page. */
export type LoadPart = () => Promise<unknown>;

/** What is needed where the server does not answer: reading what is typed, and the panels. */
export const partsAhead: readonly LoadPart[] = [
  async () => import('../time/typing.ts'),
  async () => import('../panels/fact/fact-detail.tsx'),
  async () => import('../panels/situation/explanation.tsx'),
  async () => import('../header/filter-groups.tsx'),
  async () => import('../panels/compare/compare-panel.tsx'),
  async () => import('../panels/conflicts/conflicts-panel.tsx'),
  async () => import('../panels/sources/sources-panel.tsx'),
  async () => import('../panels/knowledge/knowledge-panel.tsx'),
  async () => import('../panels/places/places-panel.tsx'),
];

/**
 * Loads parts one after the other while there is nothing else to do, once somebody begins to use the page: who only looks at it loads none of
 * them. What does not load is asked for again when it is shown.
 */
export function loadAhead(
  parts: readonly LoadPart[],
  page: Pick<EventTarget, 'addEventListener'>,
  idle: () => Promise<void>,
): void {
  let isBegun = false;
  const begin = async (): Promise<void> => {
    if (isBegun) return;
    isBegun = true;
    for (const load of parts) {
      await idle();
      await load().catch(() => undefined);
    }
  };
  for (const name of ['pointerdown', 'keydown'])
    page.addEventListener(name, () => void begin(), { once: true, passive: true });
}

/** Resolves when the browser has nothing to do, or after a second in one that does not tell. */
export async function whenIdle(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve());
  else setTimeout(resolve, 1000);
  return promise;
}
