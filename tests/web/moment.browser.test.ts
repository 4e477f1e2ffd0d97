import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { OpenPage, PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';

/** Asks again until it is so: a browser shares its machine with other tests. */
const patiently = <Value>(read: () => Value | Promise<Value>) => expect.poll(read, { timeout: 30_000 });

/** What a page at the founding streams is asked about. */
interface Shown extends OpenPage {
  readonly asOf: Locator;
  readonly knownAt: Locator;
  /** The parameters of the address, as soon as they are these. */
  addressIs(query: string): Promise<void>;
}

describe.skipIf(isWithoutChromium)('the moment on the page (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser();
  });
  afterAll(async () => served?.close());

  async function open(query = '', options?: Parameters<PageBrowser['open']>[1]): Promise<Shown> {
    const opened = await served.open(`/${query}`, options);
    const asOf = opened.page.getByRole('slider', { name: /^As of/ });
    const knownAt = opened.page.getByRole('slider', { name: /^Known at/ });
    await patiently(async () => knownAt.getAttribute('aria-valuetext')).toMatch(/position|nothing/);
    await opened.page.waitForSelector('.slider.occurred path[d^=M]', { state: 'attached' });
    const addressIs = async (wanted: string): Promise<void> =>
      patiently(() => decodeURIComponent(new URL(opened.page.url()).search)).toBe(wanted);
    return { ...opened, asOf, knownAt, addressIs };
  }

  test('is moved by keys: small and large steps, to the ends, and from change to change', async () => {
    const { page, asOf, knownAt, addressIs, close } = await open('?asOf=2025-07-03T20:00:00Z&knownAt=8');
    await says(asOf, /^3 July 2025 at 20:00:00 UTC$/);
    await says(knownAt, /^position 8, recorded 4 July 2025 at 09:16:09 UTC$/);
    await asOf.press('ArrowRight');
    await says(asOf, '3 July 2025 at 20:15:00 UTC');
    await asOf.press('ArrowDown');
    await says(asOf, '3 July 2025 at 20:00:00 UTC');
    await asOf.press('PageUp');
    await says(asOf, '3 July 2025 at 21:00:00 UTC');
    await asOf.press('Shift+ArrowRight');
    await says(asOf, '3 July 2025 at 21:20:00 UTC');
    await asOf.press('End');
    await says(asOf, /^now, /);
    await knownAt.press('ArrowRight');
    await says(knownAt, /^position 9,/);
    await knownAt.press('Home');
    await says(knownAt, 'nothing recorded yet');
    await addressIs('?knownAt=0');
    await knownAt.press('End');
    await says(knownAt, /^the newest, position 34, recorded 21 June 2026 at 20:16:28 UTC$/);
    await addressIs('');
    // What is told once more is put there once more, or nobody would hear it.
    const told = page.locator('.toast');
    await knownAt.press('>');
    await told.evaluate((first) => (first.id = 'first'));
    await knownAt.press('>');
    await page.locator('#first').waitFor({ state: 'detached' });
    await patiently(async () => told.textContent()).toBe('There is nothing after this.');
    await close();
  });

  test('follows a drag at once and is written when it is let go; Escape brings it back', async () => {
    const { page, asOf, addressIs, close } = await open('?asOf=2025-07-03T20:00:00Z');
    const track = await page.locator('.slider.occurred').boundingBox();
    const at = (share: number) =>
      [(track?.x ?? 0) + (track?.width ?? 0) * share, (track?.y ?? 0) + 20] as const;
    await page.mouse.move(...at(0.5));
    await page.mouse.down();
    await says(asOf, /July 2025/);
    await page.mouse.move(...at(0.999));
    await says(asOf, /^now, /);
    await page.keyboard.press('Escape');
    await says(asOf, '3 July 2025 at 20:00:00 UTC');
    await page.mouse.up();
    await addressIs('?asOf=2025-07-03T20:00:00Z');
    await page.mouse.move(...at(0.1));
    await page.mouse.down();
    await page.mouse.move(...at(0.2), { steps: 5 });
    expect(new URL(page.url()).search).toContain('2025-07-03T20');
    await page.mouse.up();
    await says(asOf, /^1 July 2025/);
    await patiently(() => page.url()).toContain('asOf=2025-07-01T');
    await close();
  });

  test('is typed as a time, a date, a position or now; what is none is refused with a sentence', async () => {
    const { page, asOf, knownAt, close } = await open('', { timezoneId: 'Europe/Kyiv' });
    const type = async (name: RegExp, text: string): Promise<void> => {
      const field = page.getByRole('textbox', { name });
      await field.fill(text);
      await field.press('Enter');
    };
    await type(/^As of/, '2025-07-03T23:00:00+03:00');
    await says(asOf, '3 July 2025 at 20:00:00 UTC');
    await type(/^As of/, '2025-07-03');
    await says(asOf, '3 July 2025 at 23:59:59 UTC');
    await type(/^Known at/, '8');
    await says(knownAt, /^position 8,/);
    await type(/^Known at/, '2025-07-04 12:00');
    await says(knownAt, /^position 8,/);
    await type(/^Known at/, '99');
    await patiently(async () => page.getByRole('alert').allTextContents()).toEqual([
      'The log has come to position 34: there is no position 99 yet.',
    ]);
    await page.keyboard.press('Escape');
    await patiently(async () => page.getByRole('alert').count()).toBe(0);
    await type(/^As of/, 'the day before');
    expect(await page.getByRole('alert').textContent()).toMatch(/^“the day before” is no time/);
    await type(/^As of/, '2025-07-03T20:00:00Z');
    await page.getByLabel('Times in').selectOption('This computer’s zone');
    const field = page.getByRole('textbox', { name: /^As of/ });
    await patiently(async () => field.inputValue()).toBe('2025-07-03 23:00:00 +03:00');
    await type(/^As of/, 'now');
    await says(asOf, /^now, /);
    await close();
  });

  test('links both clocks, plays, and goes back with the browser', async () => {
    const { page, asOf, knownAt, addressIs, close } = await open('?asOf=2025-07-05T08:30:00Z');
    await page.keyboard.press('l');
    await says(knownAt, /^position 26,/);
    await asOf.press('Shift+ArrowLeft');
    await says(knownAt, 'nothing recorded yet');
    await page.keyboard.press('l');
    await knownAt.press('End');
    await page.getByRole('button', { name: 'To the beginning' }).click();
    await addressIs('?asOf=2025-06-30T23:59:59.999Z');
    await page.getByLabel('Speed').selectOption('1 week a second');
    await page.getByRole('button', { name: 'Play' }).click();
    await patiently(async () => page.locator('.replay-progress').textContent()).toBe('At the end 14 of 14');
    await addressIs('?asOf=2025-07-04T05:43:30Z');
    await page.getByRole('tab', { name: 'Conflicts' }).click();
    await patiently(() => page.url()).toContain('panel=conflicts');
    await page.goBack();
    await addressIs('?asOf=2025-07-04T05:43:30Z');
    await close();
  });

  test('needs no room to the side, down to 320 pixels', async () => {
    const { page, close } = await open('?about=place:kyiv&type=AttackReported', {
      viewport: { width: 320, height: 640 },
    });
    expect(await widthOver(page)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: /^Filters/ }).click();
    await page.getByRole('checkbox', { name: 'Attack reported' }).waitFor();
    const filters = await page.getByRole('dialog', { name: 'Filters' }).boundingBox();
    expect((filters?.x ?? 0) + (filters?.width ?? 0)).toBeLessThanOrEqual(320);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1100, height: 700 });
    expect(await widthOver(page)).toBeLessThanOrEqual(0);
    await close();
  });
});

/** Waits until a scrubber says this where it is read aloud. */
async function says(slider: Locator, text: string | RegExp): Promise<void> {
  return patiently(async () => slider.getAttribute('aria-valuetext')).toMatch(text);
}

async function widthOver(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}
