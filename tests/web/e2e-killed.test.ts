import { join } from 'node:path';

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { connect } from '../../src/client/index.ts';
import { news, openTimeline } from '../../src/index.ts';
import { isWithoutChromium } from '../support/chromium.ts';
import { findFreePort } from '../support/free-port.ts';
import type { OwnServer } from '../support/own-server.ts';
import { startOwnServer } from '../support/own-server.ts';
import { launchChromium, openPage, readyPage } from '../support/page-browser.ts';
import { patiently, says, scrubbersOf } from '../support/page-steps.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const program = join(import.meta.dirname, '../../src/main.ts');
const temp = makeTempFolder();

describe.skipIf(isWithoutChromium)('a server that is killed (skipped where there is no Chromium)', () => {
  const store = `sqlite:${temp.file()}`;
  let browser: Browser;
  let server: OwnServer;
  let serve: () => Promise<OwnServer>;
  beforeAll(async () => {
    const port = String(await findFreePort());
    serve = async () => startOwnServer([process.execPath, program], ['--store', store, '--port', port]);
    await readyPage();
    [browser, server] = await Promise.all([launchChromium(), serve()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop('SIGTERM');
    temp.remove();
  });

  test('in the middle of a replay keeps it waiting; it goes on from the same change when the server is back', async () => {
    const expected = /ERR_(?:CONNECTION|INCOMPLETE|SOCKET|EMPTY)|net::ERR/;
    const opened = await openPage(browser, `${server.url}/?asOf=2025-06-30T00:00:00Z`, {
      expected,
    });
    const { page } = opened;
    const { asOf } = await scrubbersOf(page);
    const [pill, replay] = [page.locator('.pill'), page.locator('.replay')];
    const passed = await followReplay(page);
    await page.getByLabel('Speed').selectOption('1 day a second');
    await page.getByRole('button', { name: 'Play' }).click();
    await patiently(passed).toContain(3);

    await server.stop('SIGKILL');
    await patiently(async () => replay.textContent()).toContain('Waiting for the server');
    expect(await pill.textContent()).toMatch(/^(?:Reconnecting|Offline)$/);
    const stoodAt = (await passed()).at(-1);
    // Nothing is lost of what was recorded while nobody could tell the page.
    const meanwhile = await openTimeline({ store, ...news });
    await meanwhile.append('statements-ukraine', [said('while it was away', '2025-07-04T05:00:00Z')]);
    await meanwhile.close();
    expect((await passed()).at(-1)).toBe(stoodAt);

    server = await serve();
    await patiently(async () => replay.textContent()).toContain('At the end');
    await patiently(async () => pill.textContent()).toMatch(/^Paused/);
    const told = await passed();
    expect(told.at(-1)).toBe(14);
    // Each change once, in its turn, whichever side of the kill.
    expect(told).toEqual(told.map((_, index) => index));
    await says(asOf, /^4 July 2025 at 05:43:30 UTC$/);

    // What the page has now is what the log has: no gap, and no repeat.
    await pill.click();
    await page.getByRole('button', { name: 'Go to now' }).click();
    await patiently(async () => pill.textContent()).toBe('Live');
    expect(await titlesOn(page)).toEqual(await titlesIn(server.url));
    await opened.close();
  });
});

const said = (title: string, occurred: string) =>
  ({
    type: 'StatementMade',
    occurred,
    data: { title, speaker: 'actor:a', about: ['actor:a'] },
  }) as const;

/** Writes down how far the replay says that it is, each time it says another; returns what reads that. */
async function followReplay(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(() => {
    const passed: number[] = [];
    Reflect.set(globalThis, 'passed', passed);
    const progress = document.querySelector('.replay-progress');
    const look = () => {
      const now = Number(/\d+(?= of )/.exec(progress?.textContent ?? '')?.[0]);
      if (now !== passed.at(-1)) passed.push(now);
    };
    look();
    if (progress !== null)
      new MutationObserver(look).observe(progress, { characterData: true, childList: true, subtree: true });
  });
  return async () => page.evaluate(() => Reflect.get(globalThis, 'passed') as readonly number[]);
}

/** Reads what the page has out of the table of the knowledge map, which has every reading in a row of its own. */
async function titlesOn(page: Page): Promise<readonly string[]> {
  await page.getByRole('tab', { name: 'Knowledge' }).click();
  const table = page.getByRole('table', { name: 'The same as a table' });
  const box = page.locator('.knowledge-twin');
  const rows = async () => {
    const seen = await box
      .locator('[data-row]')
      .evaluateAll((all) =>
        all.map((row) => [row.getAttribute('data-row') ?? '', row.textContent ?? ''] as const),
      );
    return new Map(seen);
  };
  const found = new Map<string, string>();
  for (let [isOver, steps] = [false, 0]; !isOver; steps += 1) {
    expect(steps, 'half a height at a time it comes to its end').toBeLessThan(100);
    // Titles are asked for when the list stands still: it moves on when all in sight are there.
    await patiently(async () => [...(await rows()).values()]).not.toContain('…');
    for (const [row, title] of await rows()) found.set(row, title);
    isOver = await box.evaluate((scroller) => {
      const { scrollTop, clientHeight, scrollHeight } = scroller;
      scroller.scrollTop = scrollTop + clientHeight / 2;
      return scrollTop + clientHeight >= scrollHeight - 1;
    });
  }
  expect(found.size).toBe(Number(await table.getAttribute('aria-rowcount')) - 1);
  return [...found.values()].toSorted();
}

/** Reads all readings of the log. */
async function titlesIn(url: string): Promise<readonly string[]> {
  const { readings } = await connect(url).readings({ limit: 1000, titles: true });
  return (readings.title ?? []).toSorted();
}
