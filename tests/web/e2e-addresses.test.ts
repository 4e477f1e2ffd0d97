import * as fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';

import type { View } from '../../src/web/model.ts';
import { writeAddress } from '../../src/web/model/write-address.ts';
import { isWithoutChromium } from '../support/chromium.ts';
import type { OpenPage, PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';
import { addressIs, panelIsThere, patiently, says, scrubbersOf } from '../support/page-steps.ts';
import { views } from './view-arbitraries.ts';

/** What the streams of the founding events hold, so that a view of them may be any. */
const headPosition = 34;

describe.skipIf(isWithoutChromium)('deep links (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  let opened: OpenPage;
  beforeAll(async () => {
    served = await startPageBrowser();
    // That nothing is found of what an address names is no fault of the page.
    opened = await served.open('/', { expected: /status of 40[04]/ });
  });
  afterAll(async () => {
    await opened?.close();
    await served?.close();
  });

  async function goTo(query: string): Promise<Page> {
    await opened.page.goto(`${served.url}/${query}`);
    await scrubbersOf(opened.page);
    return opened.page;
  }

  test('open what they say, whatever it is, and say the same again after a step away and back', async () => {
    const possible = views
      .filter(({ panel }) => panel !== 'compare')
      .map(
        (view) =>
          ({
            ...view,
            knownAt: typeof view.knownAt === 'number' ? view.knownAt % headPosition : 'head',
          }) as const,
      )
      .map((view): View => ({ ...view, newest: undefined, linked: false, compared: undefined }));
    for (const view of fc.sample(possible, { numRuns: 5, seed: 20250703 })) {
      const query = writeAddress(view);
      const page = await goTo(query);
      await showsView(page, view);
      await page.getByRole('tab', { name: 'Compare' }).click();
      await patiently(() => page.url()).toContain('panel=compare');
      await page.goBack();
      await patiently(() => new URL(page.url()).search).toBe(new URL(`http://page/${query}`).search);
      await showsView(page, view);
    }
  });

  test.each([
    ['no time', '?asOf=yesterday', /asOf that means nothing here/],
    [
      'a position that is not there yet',
      '?knownAt=999999999',
      /names position 999999999, which the log has not/,
    ],
    [
      'a time before its beginning',
      '?from=2025-07-05T00:00:00Z&to=2025-07-01T00:00:00Z',
      /from and to that mean/,
    ],
    ['a panel that is none', '?panel=<script>', /panel that means nothing/],
    ['two of what there is one of', '?lanes=place&lanes=actor', /lanes that means nothing/],
    ['no pointer', '?path=casualties', /path that means nothing/],
    ['broken escapes', '?%E0%A4%A=%&asOf=%', /asOf/],
    ['too many words', `?q=${'x'.repeat(2000)}`, /q that means nothing/],
    ['names of objects', '?__proto__=x&constructor=y&toString=z', /__proto__, constructor,? and toString/],
  ])('that say %s are told, and the rest is shown', async (_what, query, told) => {
    const page = await goTo(`${query}&zone=local`);
    await patiently(async () =>
      page
        .locator('.toast, [role=status]')
        .allTextContents()
        .then((all) => all.join(' ')),
    ).toMatch(told);
    await patiently(async () => page.getByLabel('Times in').inputValue()).toBe('local');
    await says(page.getByRole('slider', { name: /^As of/ }), /^now, /);
    await page.getByRole('button', { name: /^Injured 26/ }).waitFor();
  });

  test('may name times at the ends of all time, an event that nobody recorded, and what was known by an instant', async () => {
    const page = await goTo('?asOf=-271821-04-20T00:00:00Z');
    await says(page.getByRole('slider', { name: /^As of/ }), /271.?822|271.?821/);
    await page.getByText('The situation is empty as of this moment').waitFor();
    await goTo('?asOf=%2B275760-09-13T00:00:00Z&knownAt=0');
    await says(page.getByRole('slider', { name: /^Known at/ }), 'nothing recorded yet');
    await goTo('?panel=fact&event=nobody-recorded-this');
    await page.getByRole('tabpanel', { name: 'Fact' }).getByRole('alert').waitFor();
    await goTo('?knownAt=2025-07-04T12:13:00%2B03:00');
    await says(
      page.getByRole('slider', { name: /^Known at/ }),
      /^position 2, recorded 4 July 2025 at 09:12:41 UTC$/,
    );
    await addressIs(page, '?knownAt=2');
  });

  test('are steps of the browser, back and forward', async () => {
    const page = await goTo('');
    const steps: string[] = [new URL(page.url()).search];
    const step = async (act: () => Promise<void>, parameter: string): Promise<void> => {
      await act();
      await patiently(() => page.url()).toContain(parameter);
      await panelIsThere(page);
      steps.push(new URL(page.url()).search);
    };
    await step(
      async () => page.getByRole('button', { name: /^Injured/ }).click(),
      'path=/casualties/injured',
    );
    await step(async () => page.locator('.steps .fact-link').first().click(), 'panel=fact');
    await step(async () => page.getByRole('tab', { name: 'Sources' }).click(), 'panel=sources');
    const back = steps.slice(0, -1).toReversed();
    for (const wanted of back) {
      await page.goBack();
      await patiently(() => new URL(page.url()).search).toBe(wanted);
    }
    await page.getByRole('button', { name: /^Injured 26/ }).waitFor();
    for (const wanted of steps.slice(1)) {
      await page.goForward();
      await patiently(() => new URL(page.url()).search).toBe(wanted);
    }
    await page.getByRole('tabpanel', { name: 'Sources' }).getByText('Founding article').first().waitFor();
  });
});

/** Waits until all that can be chosen on the page stands as a view has it. */
async function showsView(page: Page, view: View): Promise<void> {
  const { asOf, knownAt } = await scrubbersOf(page);
  await says(asOf, view.asOf === 'now' ? /^now, / : /^(?!now)/);
  await says(knownAt, wordsOfPosition(view.knownAt));
  await patiently(async () => page.getByLabel('Lanes').inputValue()).toBe(view.lanes);
  await patiently(async () => page.getByLabel('Times in').inputValue()).toBe(view.zone);
  await patiently(async () => page.getByRole('searchbox', { name: 'Search' }).inputValue()).toBe(
    view.filter.text,
  );
  const { about, types, streams, sources } = view.filter;
  const leftOut = view.certainty === 'certain' ? 1 : 0;
  await patiently(async () => page.locator('.chip').count()).toBe(
    about.length + types.length + streams.length + sources.length + leftOut,
  );
  await patiently(async () => page.locator('.tab[aria-selected=true]').textContent()).toMatch(
    new RegExp(`^${view.panel}$`, 'i'),
  );
}

function wordsOfPosition(knownAt: View['knownAt']): RegExp {
  if (knownAt === 'head') return /^the newest, position 34,/;
  return knownAt === 0 ? /^nothing recorded yet$/ : new RegExp(`^position ${knownAt},`);
}
