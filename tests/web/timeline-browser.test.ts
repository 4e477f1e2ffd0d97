import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { OpenOptions, OpenPage } from '../support/page-browser.ts';
import { launchChromium, openPage } from '../support/page-browser.ts';
import { manyReadings } from './harness/many.ts';
import { marksOf } from './harness/marks.ts';
import type { ServedHarness } from './harness/serve.ts';
import { serveHarness } from './harness/serve.ts';
import { titleOf } from './harness/stand-in-client.ts';

const minute = 60_000;
const day = 1440 * minute;
const start = Date.UTC(2025, 0, 1);

describe.skipIf(isWithoutChromium)('the timeline in a browser (skipped where there is no Chromium)', () => {
  let harness: ServedHarness;
  let browser: Browser;
  let opened: OpenPage | undefined;
  beforeAll(async () => {
    [harness, browser] = await Promise.all([serveHarness(), launchChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    await harness?.close();
  });
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  async function open(query: string, options: OpenOptions = {}): Promise<Page> {
    opened = await openPage(browser, `${harness.url}?${query}`, { reducedMotion: 'reduce', ...options });
    await opened.page.getByRole('option').first().waitFor({ state: 'attached' });
    // Titles come once the drawing is at rest.
    await until(opened.page, `!document.querySelector('.twin').textContent.includes('not loaded yet')`);
    return opened.page;
  }

  test('tells each mark in a sentence and goes through them by keys; Enter selects', async () => {
    const page = await open('count=30');
    const list = page.getByRole('listbox');
    // What is told comes with the next frame, and its title when it was asked for.
    const told = () => expect.poll(async () => activeText(page), { timeout: 10_000 });
    await list.focus();
    await press(page, 'ArrowRight');
    await told().toMatch(
      /^.*, report \d+; .*2025-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC; .*says Regional press office; in .*\.$/,
    );
    const first = await activeText(page);
    await press(page, 'ArrowRight');
    await told().not.toBe(first);
    await press(page, 'ArrowLeft');
    await told().toBe(first);
    await press(page, 'ArrowDown');
    await told().not.toBe(first);
    await told().toMatch(/report \d+;/);
    const below = await activeText(page);
    expect(laneIn(below)).not.toBe(laneIn(first));
    await press(page, 'Enter');
    await until(page, 'standIn.model.view.value.selected !== undefined');
    const view = await viewOf(page);
    expect(view.panel).toBe('fact');
    expect(below).toContain(`report ${String(view.selected).replace('fact-', '')};`);
    await page.getByRole('option', { selected: true }).waitFor({ state: 'attached' });
  });

  test('selects the mark that is clicked, and says of the one under the pointer what it is', async () => {
    const page = await open('count=30');
    const marks = marksOf(manyReadings({ count: 30, lanes: 12 }));
    const position = marks.position[11] ?? -1;
    const { x, y } = await placeOf(page, position);
    await page.mouse.move(x, y);
    const card = page.locator('.card');
    await card.waitFor();
    await until(
      page,
      `document.querySelector('.card')?.textContent?.includes(${JSON.stringify(titleOf(marks, 11))})`,
    );
    expect(await card.innerText()).toContain('UTC');
    await press(page, 'Escape');
    await card.waitFor({ state: 'detached' });
    await page.mouse.click(x, y);
    await until(page, `standIn.model.view.value.selected === 'fact-${marks.fact[11]}'`);
  });

  test('opens a cluster with Enter: the window closes in until its readings stand apart', async () => {
    const page = await open(`count=3000&lanes=3`);
    const list = page.getByRole('listbox');
    await list.focus();
    await press(page, 'Home');
    await untilActive(page, /^\d+ readings, from .*Enter zooms in to them/);
    for (let times = 0; times < 12 && (await activeText(page)).includes('Enter zooms in'); times += 1) {
      const before = await spanOf(page);
      await press(page, 'Enter');
      await until(page, `shownWindow.shown.value.to - shownWindow.shown.value.from < ${before}`);
      await rest(page);
    }
    expect(await activeText(page)).toContain('report');
    // What is told beside it is told of that reading, and no longer of the cluster.
    const told = page.locator('.card-title');
    await expect.poll(async () => told.innerText(), { timeout: 10_000 }).toMatch(/report \d+$/);
    expect(await activeText(page)).toContain(await told.innerText());
  });

  test('zooms around the pointer by the wheel, and pans by dragging', async () => {
    const page = await open('count=300');
    const box = await page.locator('.timeline-canvas').boundingBox();
    const [x, y] = [(box?.x ?? 0) + 600, (box?.y ?? 0) + 300];
    const under = async () =>
      page.evaluate<number>(
        `(() => { const { from, to } = shownWindow.shown.value; return from + (to - from) * ${(600 - 168) / ((box?.width ?? 0) - 168)}; })()`,
      );
    const [before, span] = [await under(), await spanOf(page)];
    await page.mouse.move(x, y);
    await page.mouse.wheel(0, -300);
    await until(page, `shownWindow.shown.value.to - shownWindow.shown.value.from < ${span * 0.8}`);
    expect(Math.abs((await under()) - before)).toBeLessThan(span / 500);
    await rest(page);
    const held = await under();
    await page.mouse.down();
    await page.mouse.move(x + 60, y, { steps: 4 });
    await page.mouse.move(x + 120, y, { steps: 4 });
    await page.mouse.up();
    await rest(page);
    const moved = (await under()) - held;
    const wanted = (-120 * (await spanOf(page))) / ((box?.width ?? 0) - 168);
    expect(Math.abs(moved / wanted - 1)).toBeLessThan(0.05);
    const { window } = await viewOf(page);
    expect(Math.round(window.to - window.from)).toBe(Math.round(await spanOf(page)));
    // Over the names of the lanes it scrolls them.
    await page.setViewportSize({ width: 1280, height: 400 });
    await page.mouse.move(80, 300);
    await page.mouse.wheel(0, 200);
    await until(page, `document.querySelector('.timeline-scroller').scrollTop > 0`);
    expect((await viewOf(page)).window).toEqual(window);
  });

  test('shows what happened around an event, in turn 15 minutes, an hour and a day', async () => {
    const page = await open('count=30');
    const hour = page.getByRole('button', { name: '± 1 h' });
    expect(await hour.getAttribute('aria-disabled')).toBe('true');
    // Who only passes by with the keyboard has chosen none.
    await page.getByRole('listbox').focus();
    await expect.poll(async () => hour.getAttribute('aria-disabled')).toBe('false');
    await hour.focus();
    await expect.poll(async () => hour.getAttribute('aria-disabled')).toBe('true');
    await page.getByRole('listbox').focus();
    for (const half of [15 * minute, 60 * minute, day]) {
      await press(page, 'c');
      await rest(page);
      expect(await spanOf(page)).toBe(2 * half);
    }
    expect(await page.evaluate<string[]>('standIn.told')).toEqual(
      ['± 15 min', '± 1 h', '± 1 day'].map((context) => `Showing ${context} around the event.`),
    );
  });

  test('keeps only what is in sight of a long list in the document, and says how long it is', async () => {
    const page = await open(`count=20000&lanes=6&from=${start}&to=${start + 20 * day}`);
    await page.getByRole('button', { name: 'List' }).click();
    const options = page.getByRole('option');
    const inView = await page.locator('.timeline-count').innerText();
    const first = page.getByRole('option').and(page.locator('[aria-posinset="1"]'));
    await expect.poll(async () => first.innerText(), { timeout: 10_000 }).toMatch(/report \d+/);
    const all = Number(await options.first().getAttribute('aria-setsize'));
    expect(all).toBeGreaterThan(400);
    // A row for each reading, and none for many.
    expect(inView).toContain(`${all.toLocaleString('en')} reading`);
    // To the ear the columns are told apart, too.
    expect(await first.textContent()).toMatch(/UTC; .*report \d+.*; in .*; Regional .*; Recorded .*UTC$/);
    expect(await options.count()).toBeLessThan(60);
    await page.getByRole('listbox').focus();
    await press(page, 'End');
    await page
      .getByRole('option')
      .and(page.locator(`[aria-posinset="${all}"]`))
      .waitFor();
    expect(await options.count()).toBeLessThan(60);
    // Its title comes once it is in sight.
    await expect.poll(async () => activeText(page), { timeout: 10_000 }).toMatch(/report \d+/);
  });

  test('follows both clocks: what is not known yet, or has not begun, is said and drawn as such', async () => {
    const page = await open(`count=30`);
    const marks = marksOf(manyReadings({ count: 30, lanes: 12 }));
    const held = [...marks.position.keys()].filter((reading) => marks.recordedTo[reading] === Infinity);
    const reading = held[10] ?? 0;
    const own = page.getByRole('option').filter({ hasText: `report ${marks.fact[reading]};` });
    const say = async (moment: string, words: string) => {
      const before = await drawnAt(page, marks.position[reading] ?? -1);
      await page.evaluate(`standIn.model.change(${moment})`);
      await own.filter({ hasText: words }).first().waitFor({ state: 'attached' });
      expect(await drawnAt(page, marks.position[reading] ?? -1)).not.toBe(before);
    };
    await say(`{ knownAt: ${(marks.position[reading] ?? 0) - 1} }`, 'not known yet at the moment');
    await say(
      `{ knownAt: 'head', asOf: ${(marks.from[reading] ?? 0) - 1} }`,
      'not begun yet as of the moment',
    );
    await say(`{ asOf: 'now' }`, 'says Regional press office');
  });

  test('draws in one frame what changes together, and nothing while nothing changes', async () => {
    const page = await open('count=300');
    await page.waitForTimeout(600);
    const count = `(async (act, wait) => {
      let paints = 0;
      const put = CanvasRenderingContext2D.prototype.putImageData;
      CanvasRenderingContext2D.prototype.putImageData = function (...all) { paints += 1; return put.apply(this, all); };
      act();
      await wait();
      CanvasRenderingContext2D.prototype.putImageData = put;
      return paints;
    })`;
    const aWhile = '() => new Promise((resolve) => setTimeout(resolve, 400))';
    expect(await page.evaluate(`${count}(() => undefined, ${aWhile})`)).toBe(0);
    const moves = `() => { for (let by = 1; by <= 20; by += 1) shownWindow.move({ from: ${start}, to: ${start + 9 * day} + by }); }`;
    const aFrame = '() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))';
    expect(await page.evaluate(`${count}(${moves}, ${aFrame})`)).toBe(1);
  });

  test('chooses the window on the density strip, by keys and by drawing a new one', async () => {
    const page = await open('count=300');
    const ends = page.getByRole('slider');
    expect(await ends.count()).toBe(3);
    await page.getByRole('slider', { name: 'Window: its beginning' }).focus();
    const before = await spanOf(page);
    await press(page, 'PageUp');
    await rest(page);
    expect(Math.abs((await spanOf(page)) / before - 0.5)).toBeLessThan(0.01);
    const [x, y] = [320, 20];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 80, y, { steps: 4 });
    await page.mouse.up();
    await rest(page);
    expect(Math.abs((await spanOf(page)) / before - 80 / 1280)).toBeLessThan(0.01);
  });

  test('makes pictures of all lanes: SVG with its glyphs, PNG of the same size', async () => {
    const page = await open('count=60');
    const svg = await page.evaluate<string>('svgOf()');
    expect(svg).toMatch(/<title id="title">Timeline by places, .*UTC.*<\/title>/);
    expect(svg).toContain('60 readings. As of 2025-');
    expect(svg.match(/<use /g)?.length).toBeGreaterThan(50);
    const [width, height] = ['width', 'height'].map((name) =>
      Number(new RegExp(`${name}="(\\d+)"`).exec(svg)?.[1]),
    );
    const size = await page.evaluate(
      `pngOf().then((blob) => createImageBitmap(blob)).then(({ width, height }) => [width, height])`,
    );
    expect(size).toEqual([width, height]);
    expect(width).toBeGreaterThan(1000);
  });

  test('says so where there are no readings, too many, or none to be had', async () => {
    for (const [query, words] of [
      ['count=0', 'No readings here'],
      ['count=0&kind=loading', 'Loading readings…'],
      ['count=0&kind=failed', 'The server does not answer.'],
      ['kind=too-many', 'More than 1,240,000 readings in this window'],
    ] as const) {
      const shown = await openPage(browser, `${harness.url}?${query}`);
      await shown.page.locator('.timeline-state').getByText(words).waitFor();
      if (query === 'kind=too-many') {
        // What shows how they are spread stands on the axis, beside the names.
        const boxOf = async (name: string) => shown.page.locator(name).boundingBox();
        const placed = async () => {
          const [spread, drawing] = await Promise.all([boxOf('.timeline-spread'), boxOf('.timeline-canvas')]);
          return [
            (spread?.x ?? 0) - (drawing?.x ?? 0),
            (drawing?.width ?? 0) - (spread?.x ?? 0) - (spread?.width ?? 0),
          ];
        };
        await expect.poll(placed).toEqual([168, 0]);
      }
      expect(await shown.axe()).toEqual([]);
      await shown.close();
    }
  });

  test('scrolls its lanes to the last by touch', async () => {
    const page = await open('count=60', { viewport: { width: 390, height: 500 }, hasTouch: true });
    const touches = await page.context().newCDPSession(page);
    const touch = async (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      touches.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 200, y }] });
    const left = async () =>
      page.evaluate<number>(`(({ scrollHeight, clientHeight, scrollTop }) =>
        Math.round(scrollHeight - clientHeight - scrollTop))(document.querySelector('.timeline-scroller'))`);
    expect(await left()).toBeGreaterThan(50);
    for (let swipe = 0; swipe < 10 && (await left()) > 1; swipe += 1) {
      const before = await left();
      await touch('touchStart', 450);
      for (let y = 430; y > 200; y -= 20) await touch('touchMove', y);
      await touch('touchEnd');
      await expect.poll(left).toBeLessThan(before);
    }
    expect(await left()).toBeLessThanOrEqual(1);
  });

  test('has nothing that axe finds of many readings, and nothing beside it, at 320 px', async () => {
    const page = await open('count=900', { viewport: { width: 320, height: 800 } });
    expect(await opened?.axe()).toEqual([]);
    await page.getByRole('button', { name: 'List' }).click();
    await page.getByRole('button', { name: 'Legend' }).click();
    await page.locator('.legend-sample').first().waitFor();
    expect(await opened?.axe()).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });
});

/** Waits until a moved window has come to rest and its list is there. */
async function rest(page: Page): Promise<void> {
  await page.waitForTimeout(500);
}

/** Waits until something holds; asked from outside, as the policy lets the page itself read no script out of a text. */
async function until(page: Page, holds: string): Promise<void> {
  await expect.poll(async () => page.evaluate<boolean>(`Boolean(${holds})`), { timeout: 20_000 }).toBe(true);
}

/** Presses a key, and waits until what it changed is in the document. */
async function press(page: Page, key: string): Promise<void> {
  await page.keyboard.press(key);
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 20)))');
}

async function activeText(page: Page): Promise<string> {
  const id = await page.getByRole('listbox').getAttribute('aria-activedescendant');
  return id === null ? '' : page.locator(`[id="${id}"]`).innerText();
}

async function untilActive(page: Page, words: RegExp): Promise<void> {
  for (let times = 0; times < 40 && !words.test(await activeText(page)); times += 1)
    await press(page, 'ArrowRight');
  expect(await activeText(page)).toMatch(words);
}

function laneIn(sentence: string): string {
  return / in ([^;]*)\.$/.exec(sentence)?.[1] ?? '';
}

interface ShownView {
  readonly selected?: string;
  readonly panel: string;
  readonly window: { readonly from: number; readonly to: number };
}

async function viewOf(page: Page): Promise<ShownView> {
  return page.evaluate<ShownView>('standIn.model.view.value');
}

async function spanOf(page: Page): Promise<number> {
  return page.evaluate<number>('shownWindow.shown.value.to - shownWindow.shown.value.from');
}

async function placeOf(page: Page, position: number): Promise<{ readonly x: number; readonly y: number }> {
  return page.evaluate(`placeOf(${position})`);
}

/** Returns the pixels around a mark, as text to compare. */
async function drawnAt(page: Page, position: number): Promise<string> {
  return page.evaluate<string>(`new Promise((resolve) => setTimeout(resolve, 200)).then(() => {
    const { x, y } = placeOf(${position});
    const canvas = document.querySelector('.timeline-canvas');
    const { left, top } = canvas.getBoundingClientRect();
    return canvas.getContext('2d').getImageData(x - left - 6, y - top - 6, 12, 12).data.join();
  })`);
}
