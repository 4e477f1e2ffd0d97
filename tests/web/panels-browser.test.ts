import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';

const call = '0197d69e-6fc8-78e1-90af-a33f7f8afe8b';

describe.skipIf(isWithoutChromium)('the panels in a browser (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser();
  });
  afterAll(async () => served?.close());

  test('lead by keys from a number to its explanation, to an event and back', async () => {
    const opened = await served.open();
    const { page } = opened;
    await page.getByRole('button', { name: /^Injured/ }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focusedText(page)).toBe('Injured');
    await page.getByText('+26 = 26: the contributions add up.').waitFor();
    await page.getByText('then 26').waitFor();
    await page.keyboard.press('Tab');
    await expect.poll(() => focusedText(page)).toBe('One person killed and 26 injured');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'One person killed and 26 injured' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.closest('[role=tabpanel]') !== null)).toBe(true);
    expect(new URL(page.url()).searchParams.get('panel')).toBe('fact');
    await page.goBack();
    await page.getByRole('heading', { name: 'Injured' }).waitFor();
    await page.getByRole('button', { name: 'Back to the situation' }).press('Escape');
    await expect.poll(() => focusedText(page)).toMatch(/^Injured/);
    await opened.close();
  });

  test('are opened by tabs that arrows move along and Enter opens', async () => {
    const opened = await served.open();
    const { page } = opened;
    await page.getByRole('tab', { name: 'Situation' }).focus();
    for (const key of ['ArrowLeft', 'Home', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    expect(await focusedText(page)).toBe('Compare');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Situation');
    await page.keyboard.press('Enter');
    await page.getByRole('tabpanel', { name: 'Compare' }).getByText('Choose a second moment').waitFor();
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Compare');
    await opened.close();
  });

  test('say unknown where no source gives a number, and never 0', async () => {
    const opened = await served.open('/?asOf=2025-07-02T12:00:00Z');
    const { page } = opened;
    await page.getByText('delayed', { exact: true }).waitFor();
    const numbers = await page.locator('.number-card-number').allTextContents();
    expect(new Set(numbers)).toEqual(new Set(['unknown']));
    await opened.close();
  });

  test('mark what may not have happened yet, and let in again what was left out', async () => {
    const opened = await served.open('/?asOf=2025-07-02T23:59:59Z&certainty=certain&q=zzzz');
    const { page } = opened;
    const killed = page.getByRole('button', { name: /^Killed/ });
    await killed.getByText('unknown').waitFor();
    await page.getByRole('list', { name: 'Filters in use' }).getByRole('button').click();
    await killed.getByText('may not have happened yet').waitFor();
    await page.locator('.timeline-state').getByRole('button', { name: 'Clear search and filters' }).click();
    await page.getByText('Search and filters do not reach this panel').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.get('certainty')).toBeNull();
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBeNull();
    await opened.close();
  });

  test('show a sum that does not add up as one that does not', async () => {
    const opened = await served.open();
    const { page } = opened;
    await page.route('**/explain?*', async (route) => {
      const answer = await route.fetch();
      const text = (await answer.text()).replace('"contribution":26', '"contribution":25');
      await route.fulfill({ response: answer, body: text });
    });
    await page.getByRole('button', { name: /^Injured/ }).click();
    await page.getByRole('alert').getByText('add up to 25, but the number is 26').waitFor();
    await opened.close();
  });

  test('show what they are sent as text, and follow no address that is not of the web', async () => {
    const opened = await served.open();
    const { page } = opened;
    const payload = `<img src=x onerror="document.title='owned'"><script>document.title='owned'</script>`;
    const sources = [
      { publisher: payload, url: `javascript:document.title='owned'`, quote: payload, grade: payload },
      { publisher: 'The Post', url: 'https://post.example/a', grade: 'B2' },
    ];
    await page.route(`**/v1/events/${call}*`, async (route) => {
      const answer = await route.fetch();
      const fact: { data: object; readings: { sources: unknown; data: object }[] } = await answer.json();
      const data = { ...fact.data, title: payload, [payload]: { [payload]: [payload] }, sources };
      const readings = fact.readings.map((reading) => ({ ...reading, sources, reason: payload }));
      await route.fulfill({ response: answer, json: { ...fact, data, readings } });
    });
    await page.evaluate(
      `history.pushState(null, '', '?panel=fact&event=${call}'); dispatchEvent(new PopStateEvent('popstate'))`,
    );
    await page.getByRole('heading', { name: payload }).waitFor();
    expect(await page.locator('.panel img, .panel script').count()).toBe(0);
    const links = await page
      .locator('.panel a')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')));
    expect(new Set(links)).toEqual(new Set(['https://post.example/a']));
    expect(await page.locator('.panel a').first().getAttribute('rel')).toBe('noopener noreferrer');
    expect(await page.locator('.source-url').first().textContent()).toBe(sources[0]?.url);
    expect(await page.title()).not.toBe('owned');
    await opened.close();
  });

  test('tell what a correction changed, in the fact and between two moments', async () => {
    const opened = await served.open(`/?panel=fact&event=${call}`);
    const { page } = opened;
    await page.getByText('Participants › no. 1 › role').waitFor();
    expect(await page.locator('.reading').first().locator('del').textContent()).toBe('former president');
    expect(await page.locator('.reading').first().locator('ins').textContent()).toBe('president');
    await page.getByRole('tab', { name: 'Compare' }).click();
    await page.getByRole('button', { name: 'Before the last correction' }).click();
    await page.getByRole('heading', { name: '9 facts differ' }).waitFor();
    await page.getByRole('heading', { name: '1 value differs' }).waitFor();
    await page.getByRole('button', { name: 'Swap the two moments' }).click();
    await expect.poll(() => new URL(page.url()).searchParams.get('knownAt')).toBe('25');
    await expect.poll(() => page.locator('.difference ins').textContent()).toBe('former president');
    const known = page.getByLabel('Known at (what had been recorded)');
    for (const [text, fault] of [
      ['no time', /^“no time” is no time/],
      ['35', /^The log has come to position 34: there is no position 35 yet\.$/],
    ] as const) {
      await known.fill(text);
      await known.press('Enter');
      await page.locator('.field-fault').getByRole('alert').getByText(fault).waitFor();
    }
    // What is typed stays while the moment of the page moves.
    const goTo = async (query: string) =>
      page.evaluate(`history.pushState(null, '', '${query}'); dispatchEvent(new PopStateEvent('popstate'))`);
    await goTo('?panel=compare&knownAt=20');
    await expect.poll(() => known.inputValue()).toBe('20');
    await known.fill('12');
    await goTo('?panel=compare&asOf=2025-07-03T20:00:00Z&knownAt=21');
    await expect
      .poll(() => page.getByLabel('As of (what had happened)').inputValue())
      .toContain('2025-07-03');
    expect(await known.inputValue()).toBe('12');
    await opened.close();
  });

  test('have the knowledge map as a table too, in which keys select', async () => {
    const opened = await served.open('/?panel=knowledge');
    const { page } = opened;
    const first = page.getByRole('button', { name: 'United States delays promised weapons' });
    await first.focus();
    await page.keyboard.press('End');
    await expect.poll(() => focusedText(page)).toBe('The order is known, the clock times are not');
    await page.keyboard.press('Enter');
    await expect.poll(() => new URL(page.url()).searchParams.get('event')).toMatch(/^0197/);
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Knowledge');
    await opened.close();
  });

  test('that did not load are loaded when the server is back', async () => {
    const opened = await served.open('/', { expected: /Failed to (?:load|fetch)|ERR_|status of 5/ });
    const { page } = opened;
    await page
      .getByRole('heading', { name: 'Casualties' })
      .or(page.locator('.number-card'))
      .first()
      .waitFor();
    let isDown = true;
    await page.route(/assets\/(?:sources|knowledge)-panel-/, async (route) =>
      isDown ? route.abort() : route.continue(),
    );
    await page.getByRole('tab', { name: 'Knowledge' }).click();
    await page.getByText('This part of the page did not load.').waitFor();
    await page.getByRole('tab', { name: 'Sources' }).click();
    await page.getByText('This part of the page did not load.').waitFor();
    isDown = false;
    await served.setServing(false);
    await served.setServing(true);
    await page.getByRole('heading', { name: /publishers as of this moment/ }).waitFor();
    // With its style sheet, which did not load either.
    await page.getByRole('tab', { name: 'Knowledge' }).click();
    await expect
      .poll(async () => page.locator('.knowledge-twin').evaluate((box) => getComputedStyle(box).overflowY))
      .toBe('auto');
    await opened.close();
  });

  test('say why something could not be had, and ask again', async () => {
    const opened = await served.open('/?panel=situation', { expected: /status of 503/ });
    const { page } = opened;
    let isDown = true;
    const problem = {
      type: '/problems/store-closed',
      title: 'Closed',
      status: 503,
      detail: 'The store is closed',
    };
    await page.route('**/v1/projections/conflicts?*', async (route) =>
      isDown
        ? route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem })
        : route.continue(),
    );
    await page.getByRole('tab', { name: 'Conflicts' }).click();
    await page.getByRole('alert').getByText('The store is closed').waitFor();
    isDown = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('heading', { name: '1 conflict as of this moment' }).waitFor();
    await opened.close();
  });
});

async function focusedText(page: Page): Promise<string | undefined> {
  return page.evaluate(() => document.activeElement?.textContent ?? undefined);
}
