import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Asks again until it is so: a browser shares its machine with other tests. */
export const patiently = <Value>(read: () => Value | Promise<Value>, what = '') =>
  expect.poll(read, { timeout: 30_000, message: what });

/** The two scrubbers of a page. */
export interface Scrubbers {
  readonly asOf: Locator;
  readonly knownAt: Locator;
}

/** Finds the two scrubbers, once the page has its log and its readings. */
export async function scrubbersOf(page: Page): Promise<Scrubbers> {
  const asOf = page.getByRole('slider', { name: /^As of/ });
  const knownAt = page.getByRole('slider', { name: /^Known at/ });
  await patiently(async () => knownAt.getAttribute('aria-valuetext')).toMatch(/position|nothing/);
  return { asOf, knownAt };
}

/** Waits until a scrubber says this where it is read aloud. */
export async function says(slider: Locator, text: string | RegExp): Promise<void> {
  return patiently(async () => slider.getAttribute('aria-valuetext')).toMatch(text);
}

/** Waits until the parameters of the address are these. */
export async function addressIs(page: Page, query: string): Promise<void> {
  return patiently(() => decodeURIComponent(new URL(page.url()).search)).toBe(query);
}

/** Waits until the panel that is open has what it asked for, or says that there is nothing. */
export async function panelIsThere(page: Page): Promise<void> {
  await page
    .locator(
      '.panel-body :is(.answered[aria-busy=false], .knowledge[aria-busy=false], .compare, .panel-empty, [role=alert])',
    )
    .first()
    .waitFor({ state: 'attached' });
}

/** Goes to an address of the page as the buttons of a browser do, without loading it anew. */
export async function goTo(page: Page, query: string): Promise<void> {
  await page.evaluate(
    `history.pushState(null, '', ${JSON.stringify(query === '' ? '/' : query)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
}
