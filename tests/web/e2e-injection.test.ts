import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { OpenPage, PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';
import { fillWith } from '../support/page-filling.ts';
import { payloads } from '../support/page-payloads.ts';
import { goTo, panelIsThere, patiently } from '../support/page-steps.ts';
import { harmOn } from './harm.ts';

/** A time in which the readings stand apart on the timeline. */
const apart = 'from=2025-07-03T01:00:00Z&to=2025-07-03T01:10:00Z';

describe.skipIf(isWithoutChromium)('texts that would be scripts (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  let opened: OpenPage;
  const dialogs: string[] = [];
  let types: readonly string[];
  beforeAll(async () => {
    served = await startPageBrowser({ fill: async () => undefined });
    types = await fillWith(payloads, served);
    // That nothing is called so is no fault of the page.
    opened = await served.open('/', { expected: /status of 404/ });
    opened.page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
  });
  afterAll(async () => served?.close());

  const isUnharmed = async (): Promise<void> => {
    expect(await harmOn(opened.page)).toEqual([]);
    expect(opened.faults()).toEqual([]);
    expect(dialogs).toEqual([]);
  };

  test('are forty, and are found where they do harm', async () => {
    expect(new Set(payloads).size).toBe(40);
    const context = await served.browser.newContext();
    const page = await context.newPage();
    await page.setContent(`<p>${payloads.join('</p><p>')}</p>`);
    expect((await harmOn(page)).join('\n')).toMatch(/a script ran[^]*an element[^]*a handler[^]*an address/);
    await context.close();
  });

  test('are taken as texts, and refused as addresses of sources and as names of streams', async () => {
    const { position } = served.timeline.head();
    expect(position).toBeGreaterThan(payloads.length * 14);
    const append = async (stream: string, event: unknown) =>
      fetch(`${served.url}/v1/streams/${encodeURIComponent(stream)}/events`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([event]),
      });
    const said = { type: 'NoteAdded', occurred: '2025-07-03', data: { title: 'x' } };
    for (const payload of payloads) {
      expect((await append(payload, said)).status, payload).toBe(400);
      const data = { title: 'x', sources: [{ publisher: 'x', url: payload }] };
      expect((await append('notes-x', { ...said, data })).status, payload).toBe(400);
    }
    expect(served.timeline.head().position).toBe(position);
  });

  test.each([
    ['situation', '', '.list-card .fact-link'],
    ['explanation', '?path=/casualties/injured/best', '.explanation .step'],
    ['compare', '?panel=compare&toAsOf=now&toKnownAt=200', '.change-body'],
    ['knowledge', '?panel=knowledge', '.knowledge-twin [data-row]'],
    ['places', '?panel=places', '.place-name'],
    ['conflicts', '?panel=conflicts', '.conflict-about'],
    ['sources', '?panel=sources', 'td.is-number'],
    ['lanes of actors', `?lanes=actor&${apart}`, '.list-card .fact-link'],
    ['lanes of places', `?lanes=place&${apart}`, '.list-card .fact-link'],
    ['lanes of sources', `?lanes=source&${apart}`, '.list-card .fact-link'],
  ])('are only shown: %s', async (_name, query, sign) => {
    const { page } = opened;
    await goTo(page, query);
    await page.locator(`#panel ${sign}`).first().waitFor();
    await panelIsThere(page);
    await showMore(page);
    await patiently(async () => page.locator('#panel').textContent()).toContain('=pwn');
    await patiently(async () => page.locator('.twin').textContent()).toContain('=pwn');
    await isUnharmed();
  });

  test('are only shown in each field of a fact of each type, with its corrections', async () => {
    const { page } = opened;
    for (const type of types) {
      await goTo(page, `?panel=fact&event=${type}-7`);
      await page
        .locator('.panel-body .fact h2')
        .filter({ hasNotText: /^Fact$/ })
        .first()
        .waitFor();
      await showMore(page);
      expect(await page.locator('.panel-body').textContent(), type).toContain('=pwn');
      expect(await harmOn(page), type).toEqual([]);
    }
    await isUnharmed();
  });

  test('are only words to find, and no times, where they are typed', async () => {
    const { page } = opened;
    await goTo(page, '?panel=compare&asOf=2025-07-04T20:00:00Z');
    await panelIsThere(page);
    for (const payload of payloads) await typeEverywhere(page, payload);
    await patiently(() => new URL(page.url()).searchParams.get('q')).toBe(payloads.at(-1));
    await patiently(async () => page.locator('.field-fault').count()).toBe(2);
    await page.getByRole('button', { name: 'Filters' }).click();
    const find = page.getByRole('searchbox', { name: 'Find a value' });
    for (const payload of payloads) await find.fill(payload);
    await isUnharmed();
  });

  test('are values, or nothing, in each parameter of the address', async () => {
    const { page } = opened;
    const names =
      'asOf knownAt linked certainty from to lanes about type stream source q panel event path toAsOf toKnownAt zone';
    for (const payload of payloads) {
      const value = encodeURIComponent(payload);
      await goTo(
        page,
        `?${value}=${value}&${names
          .split(' ')
          .map((name) => `${name}=${value}`)
          .join('&')}#${value}`,
      );
      expect(await harmOn(page), payload).toEqual([]);
    }
    // Ten at a time: a longer address the server does not take.
    for (let first = 0; first < payloads.length; first += 10) {
      const lists = ['about', 'type', 'stream', 'source'].flatMap((name) =>
        payloads.slice(first, first + 10).map((payload) => `${name}=${encodeURIComponent(payload)}`),
      );
      await page.goto(`${served.url}/?${lists.join('&')}&path=/${encodeURIComponent(payloads[first] ?? '')}`);
      await page.locator('.chip').nth(39).waitFor();
    }
    await isUnharmed();
  });

  test('are texts in a saved picture, too', async () => {
    const { page } = opened;
    await goTo(page, '?lanes=actor&from=2025-07-03T00:59:50Z&to=2025-07-03T01:01:30Z');
    await patiently(async () => page.locator('.twin').textContent()).toContain('=pwn');
    await page.getByRole('button', { name: 'Share and save' }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save SVG' }).click();
    const folder = await mkdtemp(join(tmpdir(), 'asof-picture-'));
    const path = join(folder, 'picture.svg');
    await (await downloading).saveAs(path);
    expect(await readFile(path, 'utf8')).toContain('=pwn');
    const context = await served.browser.newContext();
    const picture = await context.newPage();
    await picture.goto(pathToFileURL(path).href);
    expect(
      (await harmOn(picture)).filter((found) => !found.includes('file:') && !/address: #/.test(found)),
    ).toEqual([]);
    await context.close();
    await rm(folder, { recursive: true });
    await isUnharmed();
    await opened.close();
  });
});

/** Types into the field that finds words, and into all for times, and takes it with Enter. */
async function typeEverywhere(page: Page, text: string): Promise<void> {
  await page.evaluate(async (typed) => {
    const fields = '#search, .time-entry-field, #compare-asOf, #compare-knownAt';
    for (const field of document.querySelectorAll<HTMLInputElement>(fields)) {
      field.focus();
      field.value = typed;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await new Promise(requestAnimationFrame);
      field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
    }
    document.querySelector<HTMLFormElement>('.moment-form')?.requestSubmit();
    await new Promise(requestAnimationFrame);
  }, text);
}

/** Opens all that is folded away, up to some hundred entries of each list. */
async function showMore(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const summary of document.querySelectorAll<HTMLElement>('.panel details:not([open]) > summary'))
      summary.click();
    const folded = '.panel .more, .panel .disclosure[aria-expanded=false]';
    for (const more of document.querySelectorAll<HTMLElement>(folded)) more.click();
  });
}
