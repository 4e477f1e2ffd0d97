import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';
import { panelIsThere, patiently, says, scrubbersOf } from '../support/page-steps.ts';

const evening = '/?asOf=2025-07-03T20:00:00Z';
const casualties = 'One person killed and 26 injured';

describe.skipIf(isWithoutChromium)('while others write (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser();
  });
  afterAll(async () => served?.close());

  async function post(path: string, body: unknown): Promise<void> {
    const response = await fetch(`${served.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.status, await response.text()).toBe(201);
  }

  test('a late event and a correction come to who looks at now, and leave who looks at the past as they are', async () => {
    const present = await served.open();
    const past = await served.open(evening);
    await scrubbersOf(past.page);
    await scrubbersOf(present.page);
    for (const { page } of [past, present]) await panelIsThere(page);
    // All of it has come: since when each number is known, and the titles that are drawn.
    const since = past.page.locator('.number-card').getByText(/^known since/);
    await patiently(async () => since.count()).toBe(8);
    await patiently(async () => past.page.locator('.twin').textContent()).not.toContain('not loaded yet');
    const notice = past.page.locator('.notice');
    const pill = past.page.locator('.pill');
    const before = await shownOn(past.page);
    const readings = present.page.locator('.timeline-tools').getByText(/^\d+ readings in view$/);
    await patiently(async () => readings.textContent()).toBe('34 readings in view');
    // A dialog is open, behind which nothing can be heard.
    await present.page.keyboard.press('?');
    const heard = present.page.getByRole('dialog').getByRole('status');
    await patiently(async () => heard.textContent()).toBe('');

    // Late: it occurred before what is on either screen, and is heard of only now.
    await post('/v1/streams/strikes-kyiv/events', [
      {
        id: 'late',
        type: 'CasualtiesReported',
        occurred: '2025-07-03T18:00:00Z',
        data: { title: 'Two more are injured', attack: 'elsewhere', injured: { best: 2 } },
      },
    ]);
    await patiently(async () => heard.textContent()).toBe('Reported late: Two more are injured');
    await present.page.keyboard.press('Escape');
    await patiently(async () => numberOn(present.page)).toBe('28');
    await patiently(async () => readings.textContent()).toBe('35 readings in view');
    await patiently(async () => present.page.locator('.pill').textContent()).toBe('Live');
    expect(await present.page.locator('.notice').count()).toBe(0);
    await patiently(async () => notice.textContent()).toContain('Two more are injured: reported late');
    await patiently(async () => pill.textContent()).toBe('Paused · 1 new');

    // A correction of a number on both screens.
    const { id } = await factOf(served, casualties);
    const data = {
      title: '31 injured',
      attack: 'kyiv-2025-07-04',
      killed: { best: 1 },
      injured: { best: 31 },
    };
    await post(`/v1/events/${id}/corrections`, { data, reason: 'Counted again in the hospitals' });
    await present.page.locator('.notice').getByText('corrected').first().waitFor();
    expect(await present.page.locator('.notice').textContent()).toContain('Counted again in the hospitals');
    await patiently(async () => notice.textContent()).toContain('Counted again in the hospitals');
    await post('/v1/events/late/retractions', { reason: 'Never said' });
    await patiently(async () => notice.textContent()).toContain('retracted (Never said)');
    await patiently(async () => pill.textContent()).toBe('Paused · 3 new');
    expect(await shownOn(past.page)).toEqual(before);

    // And it comes when it is asked for.
    await notice.getByRole('button', { name: 'Show as known now' }).click();
    await says(past.page.getByRole('slider', { name: /^Known at/ }), /^the newest, position 37,/);
    for (const { page } of [past, present]) await patiently(async () => numberOn(page)).toBe('31');
    await patiently(async () => notice.count()).toBe(0);
    await past.page.keyboard.press('n');
    await patiently(async () => pill.textContent()).toBe('Live');
    await past.close();
    await present.close();
  });
});

/** Returns all that a reader sees: the words, and the drawing of the lanes point by point. */
async function shownOn(page: Page): Promise<unknown> {
  const panel = await page.locator('#panel').innerText();
  const ticks = await page
    .locator('.slider path')
    .evaluateAll((all) => all.map((path) => path.getAttribute('d')));
  const drawn = await page
    .locator('.timeline-canvas')
    .evaluate((canvas) => (canvas instanceof HTMLCanvasElement ? canvas.toDataURL() : ''));
  return { panel, ticks, drawn };
}

async function numberOn(page: Page): Promise<string | null> {
  return page
    .getByRole('button', { name: /^Injured/ })
    .locator('.number-card-number')
    .textContent();
}

async function factOf({ timeline }: PageBrowser, title: string): Promise<{ readonly id: string }> {
  for await (const fact of timeline.history()) if (fact.data['title'] === title) return fact;
  throw new Error(`There is no fact with the title ${title}`);
}
