import type { Page } from 'playwright-core';
import { expect } from 'vitest';

import { connect } from '../../src/client/index.ts';
import type { Timeline } from '../../src/index.ts';
import { startPageBrowser } from './page-browser.ts';
import { panelIsThere, patiently, says, scrubbersOf } from './page-steps.ts';

/**
 * Looks at several hundred thousand alerts on the page: it opens, says that they are too many to be told apart, shows each of one night, follows
 * both clocks, explains; what it counts is what the server counts.
 */
export async function lookAtSirens(timeline: Timeline): Promise<void> {
  const served = await startPageBrowser({ timeline });
  try {
    const client = connect(served.url);
    const { page, close } = await served.open();
    const { asOf } = await scrubbersOf(page);
    await panelIsThere(page);
    await patiently(async () => page.locator('.timeline-count').textContent()).toMatch(/^More than 100,000 /);
    expect(await isDrawn(page)).toBe(true);

    // A night: each reading is there, alone or as one of a cluster.
    const [from, to] = ['2025-07-03T12:00:00Z', '2025-07-04T12:00:00Z'];
    await page.goto(`${served.url}/?asOf=2025-07-03T23:30:00Z&from=${from}&to=${to}&lanes=type`);
    const { inAll } = await client.readings({ from, to, lanes: 'type', limit: 1 });
    expect(inAll).toBeGreaterThan(100);
    await patiently(async () => countListed(page)).toBe(inAll);

    // The moment goes along: as many alerts are in force as the server says.
    for (const time of ['2025-07-03T23:30:00Z', '2024-02-21T11:00:00Z', '2022-03-15T16:50:00Z']) {
      const field = page.getByRole('textbox', { name: /^As of/ });
      await field.fill(time);
      await field.press('Enter');
      await patiently(() => page.url()).toContain(`asOf=${time}`);
      const { state } = await client.state('situation', { asOf: time });
      await patiently(async () => alertsOn(page)).toBe(alertsIn(state));
    }
    await asOf.press('ArrowLeft');
    await says(asOf, /^15 March 2022 at 16:/);

    await page.getByRole('button', { name: /^Alerts in force/ }).click();
    await page.locator('#explanation-title').waitFor();
    await page.locator('.explanation .step').first().waitFor();
    expect(await page.locator('.explanation [role=alert]').count()).toBe(0);
    await close();
  } finally {
    await served.close();
  }
}

/** So often at most a list is gone on in. */
const roundsMax = 500;

/** Adds up how many readings the options of the list stand for; it has in the document what is in sight of it, and is gone through to its end. */
async function countListed(page: Page): Promise<number> {
  const list = page.getByRole('listbox');
  const found = new Map<string, number>();
  for (let [round, all] = [0, 1]; found.size < all && round < roundsMax; round += 1) {
    await list.waitFor();
    const seen = await page.evaluate<readonly (readonly [string, string, string])[]>(listed);
    if (seen.length === 0) return 0;
    for (const [place, text, size] of seen) {
      found.set(place, Number(/^([\d,]+) readings, from/.exec(text)?.[1]?.replaceAll(',', '') ?? 1));
      all = Number(size);
    }
  }
  return [...found.values()].reduce((sum, count) => sum + count, 0);
}

/** Runs in the page: reads the options that are in the document, and goes on to the next. */
const listed = `(async (list) => {
  const options = [...list.querySelectorAll('[role=option]')];
  const end = list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
  list.scrollTop = end ? 0 : list.scrollTop + list.clientHeight / 2;
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  return options.map((option) => [option.ariaPosInSet, option.textContent, option.ariaSetSize]);
})(document.querySelector('.twin'))`;

async function alertsOn(page: Page): Promise<number> {
  const card = page.getByRole('button', { name: /^Alerts in force/ });
  return Number((await card.locator('.list-card-number').textContent())?.replaceAll(',', ''));
}

function alertsIn(state: unknown): number {
  const { alerts } = Object(state);
  return Object.values(Object(alerts)).reduce<number>(
    (sum, byPublisher) => sum + Object.keys(Object(byPublisher)).length,
    0,
  );
}

/** Tells whether the canvas of the lanes has more than its ground. */
async function isDrawn(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const canvas = document.querySelector('.timeline-canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size > 4;
  })()`);
}
