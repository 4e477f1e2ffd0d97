import { afterEach, beforeEach, vi } from 'vitest';

/** Gives each test of a file what the timeline takes from a page on which nothing slides, and a clock that the test moves. */
export function onStillPage(): void {
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('matchMedia', () => ({ matches: true }));
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
}
