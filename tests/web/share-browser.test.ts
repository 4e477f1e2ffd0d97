import { readFile } from 'node:fs/promises';

import { parse } from 'csv-parse/sync';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { EntryOut } from '../../src/client/index.ts';
import { connect } from '../../src/client/index.ts';
import { undefused } from '../../src/web/share/csv.ts';
import { isWithoutChromium } from '../support/chromium.ts';
import type { OpenOptions, PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';
import { patiently } from '../support/page-steps.ts';

const moment = { asOf: '2025-07-04T12:00:00Z', knownAt: 20 } as const;
const window = { from: '2025-07-03T18:00:00Z', to: '2025-07-04T06:00:00Z' };
const query = `?asOf=${moment.asOf}&knownAt=20&newest=34&from=${window.from}&to=${window.to}`;
const name = 'timeline_as-of-20250704T120000Z_known-at-20-20250704T181724Z';

describe.skipIf(isWithoutChromium)('sharing in a browser (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser();
  });
  afterAll(async () => served?.close());

  async function open(
    more = '',
    { counts = true, ...options }: OpenOptions & { readonly counts?: boolean } = {},
  ) {
    const opened = await served.open(`/${query}${more}`, { acceptDownloads: true, ...options });
    if (counts) await opened.page.locator('.number-card-best').first().waitFor();
    await opened.page
      .locator('.timeline-tools')
      .getByText(/^\d+ readings? (in view$|known, \d)/)
      .waitFor();
    return opened;
  }

  test('saves what is seen: the facts as CSV and NDJSON, the timeline as SVG and PNG, with both moments', async () => {
    const { page, close } = await open();
    const facts = await factsOf(served.url);
    expect(facts.length).toBeGreaterThan(5);

    const csv = await saved(page, 'Save CSV', `${name}.csv`);
    const rows: Record<string, string>[] = parse(csv, { bom: true, columns: true });
    expect(rows.map((row) => [undefused(row['title'] ?? ''), row['readingfrom']])).toEqual(
      facts.map(({ data, readingfrom }) => [data['title'], String(readingfrom)]),
    );
    for (const row of rows)
      expect(row).toMatchObject({
        asOf: moment.asOf,
        knownAt: '2025-07-04T18:17:24Z',
        knownAtPosition: '20',
      });

    const ndjson = (await saved(page, 'Save NDJSON', `${name}.ndjson`)).toString().trimEnd().split('\n');
    expect(ndjson.map((line): unknown => JSON.parse(line))).toEqual(
      facts.map((fact) => ({
        ...fact,
        moment: { asOf: moment.asOf, knownAt: '2025-07-04T18:17:24Z', position: 20, certainty: 'possible' },
      })),
    );

    const svg = (await saved(page, 'Save SVG', `${name}.svg`)).toString();
    // On a page of its own: that of the timeline lets no text become markup.
    const blank = await page.context().newPage();
    expect(await blank.evaluate(parsedSvg, svg)).toEqual({ root: 'svg', faults: 0 });
    expect(svg).toMatch(/<desc[^]*As of \(what had happened\): 2025-07-04 12:00:00 UTC[^]*<\/desc>/);
    expect(svg).toMatch(/>As of \(what had happened\): 2025-07-04 12:00:00 UTC · Known at[^<]*position 20/);

    const [width, height] = sizeOf(svg);
    await openMenu(page);
    await page.getByLabel('Size of PNG').selectOption('Three times as large');
    const png = await saved(page, 'Save PNG', `${name}.png`);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width * 3, height * 3]);
    await close();
  });

  test('holds the filter against what it saves, and says how far it is until it is cancelled', async () => {
    const { page, close } = await open('&q=drones');
    const facts = await factsOf(served.url, 'drones');
    expect(facts.length).toBeGreaterThan(0);
    expect(facts.length).toBeLessThan((await factsOf(served.url)).length);
    const ndjson = (await saved(page, 'Save NDJSON', `${name}.ndjson`)).toString().trimEnd().split('\n');
    expect(ndjson.map((line) => JSON.parse(line).id)).toEqual(facts.map(({ id }) => id));

    const held = Promise.withResolvers<void>();
    await page.route('**/v1/timeline?*', async (route) => {
      await held.promise;
      await route.continue().catch(() => undefined);
    });
    await openMenu(page);
    await page.getByRole('button', { name: 'Save CSV' }).click();
    await page.getByRole('progressbar', { name: 'How much of the window is written' }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByText('Cancelled: nothing was saved.').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    held.resolve();
    await close();
  });

  test('is used by keys alone, and clean for axe in both colours', async () => {
    const permissions = ['clipboard-read', 'clipboard-write'];
    const { page, axe, close } = await open('', { permissions });
    await openMenu(page);
    await expect.poll(() => focusedText(page)).toBe('Copy permalink');
    expect(await axe()).toEqual([]);
    for (const next of ['Save SVG', 'Save PNG']) {
      await page.keyboard.press('Tab');
      expect(await focusedText(page)).toBe(next);
    }
    await page.keyboard.press('Escape');
    expect(await focusedName(page)).toBe('Share and save');
    expect(await page.getByRole('dialog', { name: 'Share and save' }).isVisible()).toBe(false);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedText(page)).toBe('Copy permalink');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    expect(await axe({ runOnly: { type: 'rule', values: ['color-contrast', 'target-size'] } })).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('Permalink copied: it will always show this moment.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${served.url}/${query}`);
    await close();
  });

  test('prints both moments, the zone, the permalink, the timeline, the situation and what is selected, in light colours', async () => {
    const id = (await factsOf(served.url)).at(-1)?.id;
    const { page, axe, close } = await open(`&event=${id}`, { colorScheme: 'dark' });
    await page.locator('.timeline-count').hover();
    // What printing takes comes when there is nothing else to do.
    await patiently(async () => {
      await page.emulateMedia({ media: null });
      await page.emulateMedia({ media: 'print' });
      return page.locator('.print-sheet').count();
    }).toBe(1);
    const sheet = page.locator('.print-sheet');
    await patiently(async () => sheet.innerText()).toContain('Selected event');
    const words = (await sheet.innerText()).replaceAll(/\s+/g, ' ');
    expect(words).toContain('As of (what had happened) 2025-07-04 12:00:00 UTC');
    expect(words).toContain(
      'Known at (what had been recorded) position 20, recorded 2025-07-04 18:17:24 UTC',
    );
    expect(words).toContain('Times in UTC');
    expect(words).toContain(`Permalink ${served.url}/${query}&event=${id}`);
    const pieces = await sheet.locator('canvas').evaluateAll((all) =>
      all.map((canvas) => {
        if (!(canvas instanceof HTMLCanvasElement)) return undefined;
        const [red = 0] = canvas.getContext('2d')?.getImageData(canvas.width - 4, 300, 1, 1).data ?? [];
        return { width: canvas.width, isLight: red > 200 };
      }),
    );
    expect(pieces).toEqual([{ width: 2200, isLight: true }]);
    expect(await page.locator('.number-card').first().isVisible()).toBe(true);
    for (const control of ['.header', '.dock', '.strip', '.tabs', '.timeline-tools', '.stage-timeline'])
      expect(await page.locator(control).first().isVisible(), control).toBe(false);
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await axe({ runOnly: { type: 'rule', values: ['color-contrast'] } })).toEqual([]);
    await page.setViewportSize({ width: 718, height: 1000 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(718);
    await page.emulateMedia({ media: null });
    await patiently(async () => sheet.count()).toBe(0);
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
    await close();
  });

  test('prints every panel as it is meant for paper: light drawings, maps in their shape, and what is compared', async () => {
    const { page, close } = await open('&panel=knowledge&toAsOf=2025-07-03T18:00:00Z&toKnownAt=5', {
      colorScheme: 'dark',
      counts: false,
    });
    await expect.poll(async () => page.evaluate(`(${brightnessOf})()`)).toBeLessThan(100);
    const printed = `(() => {
      dispatchEvent(new Event('beforeprint'));
      const bright = (${brightnessOf})();
      dispatchEvent(new Event('afterprint'));
      return [bright, (${brightnessOf})()];
    })()`;
    const [bright, after] = await page.evaluate<readonly number[]>(printed);
    expect(bright).toBeGreaterThan(180);
    expect(after).toBeLessThan(100);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.knowledge-table').isVisible()).toBe(false);

    await page.emulateMedia({ media: null });
    await page.getByRole('tab', { name: 'Places' }).click();
    await page.locator('.map svg').waitFor();
    await page.emulateMedia({ media: 'print' });
    const shape = await page.locator('.map svg').evaluate((svg) => {
      const [, , width = 0, height = 1] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
      const box = svg.getBoundingClientRect();
      return { drawn: width / height, printed: box.width / box.height };
    });
    expect(shape.printed).toBeCloseTo(shape.drawn, 1);

    await page.emulateMedia({ media: null });
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.locator('.compare-side').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    const words = (await page.locator('.print-sheet').innerText()).replaceAll(/\s+/g, ' ');
    expect(words).toContain('Compared with: as of 2025-07-03 18:00:00 UTC');
    expect(words).toContain('Compared with: known at position 5');
    expect(await page.locator('.compare-side').first().isVisible()).toBe(false);
    await close();
  });
});

/** Runs in the page: how bright the drawing of the knowledge panel is where it is painted, from 0 to 255; 128 where it is not there yet. */
const brightnessOf = `() => {
  const canvas = document.querySelector('.scatter');
  const { data = [] } = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
  let [sum, count] = [0, 0];
  for (let at = 0; at < data.length; at += 4) if (data[at + 3] === 255) [sum, count] = [sum + data[at], count + 1];
  return count === 0 ? 128 : sum / count;
}`;

/** Returns the facts of the window that began in it or were under way when it began, as the API gives them. */
async function factsOf(url: string, text?: string): Promise<readonly EntryOut[]> {
  const facts: EntryOut[] = [];
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  for await (const entry of connect(url).history({ ...moment, text })) {
    const ended =
      entry.occurredtolatest ?? (entry.occurred.endsWith('/..') ? undefined : entry.occurredfromlatest);
    const isOver = ended !== undefined && Date.parse(ended) < from;
    if (Date.parse(entry.occurredfrom) <= to && !isOver) facts.push(entry);
  }
  return facts;
}

async function openMenu(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Share and save' });
  if (await dialog.isVisible()) return;
  await page.getByRole('button', { name: 'Share and save' }).focus();
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Save CSV' }).waitFor();
}

/** Presses a button of the menu; returns what it saves, which must be under this name. */
async function saved(page: Page, button: string, as: string): Promise<Buffer> {
  await openMenu(page);
  const [download] = await Promise.all<[Promise<Download>, Promise<void>]>([
    page.waitForEvent('download'),
    page.getByRole('button', { name: button }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(as);
  return readFile(await download.path());
}

/** Runs in the page: a browser is what reads a picture. */
function parsedSvg(text: string): { readonly root: string; readonly faults: number } {
  const read = new DOMParser().parseFromString(text, 'image/svg+xml');
  return { root: read.documentElement.nodeName, faults: read.querySelectorAll('parsererror').length };
}

function sizeOf(svg: string): readonly [number, number] {
  const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  return [Number(width), Number(height)];
}

async function focusedText(page: Page): Promise<unknown> {
  return page.evaluate('document.activeElement?.textContent');
}

async function focusedName(page: Page): Promise<unknown> {
  return page.evaluate(`document.activeElement?.getAttribute('aria-label')`);
}
