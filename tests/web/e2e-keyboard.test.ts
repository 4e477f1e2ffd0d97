import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';
import { addressIs, panelIsThere, patiently, says, scrubbersOf } from '../support/page-steps.ts';
import { byKeys, focusedOn } from './by-keys.ts';

describe.skipIf(isWithoutChromium)('by keys alone (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser();
  });
  afterAll(async () => served?.close());

  test('a reader comes from opening the page to a number of the evening of 3 July, and to who says it', async () => {
    const { page, close } = await served.open();
    const { asOf, knownAt } = await scrubbersOf(page);
    const keys = byKeys(page);
    await keys.press('Tab');
    await keys.isAt(/^Skip to the panel$/);
    await keys.press('Tab', 'Enter');
    await keys.isAt(/^The moment/);

    // As of the evening, and known on that evening: nobody had said anything yet.
    await keys.tabTo(/^As of the next event$/);
    await keys.press('Tab');
    await keys.type('2025-07-03 20:00');
    await keys.press('Enter');
    await says(asOf, '3 July 2025 at 20:00:00 UTC');
    await keys.tabTo(/^Link both clocks/);
    await keys.press('Space');
    await says(knownAt, 'nothing recorded yet');
    await page.getByText('The situation is empty as of this moment').waitFor();

    // Free again, the other clock goes on to where the first of it became known.
    await keys.press('Space', '>');
    await says(knownAt, /^position 1, recorded 4 July 2025 at 09:12:04 UTC$/);
    await addressIs(page, '?asOf=2025-07-03T20:00:00Z&knownAt=1');
    await keys.tabTo(/^Launched \(Drones/, 'Shift+Tab');
    await keys.press('Enter');
    await keys.isAt(/^Drones: launched$/);
    await page.getByText('+539 = 539: the contributions add up.').waitFor();

    // To the event that set it, and to who says so.
    await keys.press('Tab');
    await keys.isAt(/^Air Force counts 539 Shahed-type drones and decoys$/);
    await keys.press('Enter');
    await keys.isAt(/^Air Force counts 539/);
    await page.getByRole('heading', { name: 'Who says so' }).waitFor();
    expect(await page.locator('.panel .source-publisher').first().textContent()).toBe('Ukrainian Air Force');

    // What helps on the way, and the way back.
    await keys.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await keys.press('Tab', 'Escape');
    await keys.isAt(/^Air Force counts 539/);
    await page.goBack();
    await keys.isAt(/^Drones: launched$/);
    await keys.press('Escape');
    await keys.isAt(/^Launched \(Drones/);
    await addressIs(page, '?asOf=2025-07-03T20:00:00Z&knownAt=1');
    await close();
  });

  test('what has the focus may go away, and the focus stays beside it', async () => {
    const { page, close } = await served.open(
      '/?asOf=2025-07-03T20:00:00Z&knownAt=25&type=AttackReported&about=actor:russia',
    );
    await scrubbersOf(page);
    await panelIsThere(page);
    const keys = byKeys(page);
    const does = async (name: string | RegExp, key: string, then: RegExp): Promise<void> => {
      await page.getByRole('button', { name }).first().focus();
      await keys.press(key);
      await keys.isAt(then);
    };
    await does('Remove Attack reported', 'Enter', /^Remove actor:russia$/);
    await keys.press('Enter');
    await addressIs(page, '?asOf=2025-07-03T20:00:00Z&knownAt=25');
    await does('Show 1 more: Damaged sites', 'Enter', /^Show fewer$/);
    await does('As of now', 'Enter', /^As of now$/);
    await does('Known at the newest', 'Enter', /^Known at the newest$/);
    await does('Show all', 'Enter', /^Show all$/);
    await does('Filters', 'Enter', /^(?:Filters|Find a value)$/);
    await keys.press('Escape');
    await keys.isAt(/^Filters$/);
    await does('Legend', 'Enter', /^Legend$/);
    await keys.press('Escape');
    await keys.isAt(/^Legend$/);
    await close();
  });

  test('a notice that is dismissed, and a part that came after all, leave the focus on the page', async () => {
    const { page, close } = await served.open('/?asOf=2025-07-03T20:00:00Z&panel=compare', {
      expected: /status of 503/,
    });
    await scrubbersOf(page);
    const keys = byKeys(page);
    await page.getByRole('button', { name: 'As of 24 h earlier' }).focus();
    await keys.press('Enter');
    await page.getByRole('heading', { name: /facts? differ/ }).waitFor();
    await served.timeline.append('statements-ukraine', [
      {
        type: 'StatementMade',
        occurred: '2025-07-03T18:00:00Z',
        data: { title: 'Heard of later', speaker: 'actor:a', about: ['actor:a'] },
      },
    ]);
    await page.getByRole('button', { name: 'Keep what is shown' }).focus();
    await keys.press('Enter');
    await patiently(async () => page.locator('.notice').count()).toBe(0);
    expect(await focusedOn(page)).toMatchObject({ faults: [] });

    const problem = { type: '/problems/store-closed', title: 'Closed', status: 503, detail: 'It is closed' };
    await page.route('**/v1/projections/conflicts?*', async (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', json: problem }),
    );
    await page.getByRole('tab', { name: 'Conflicts' }).click();
    await page.getByRole('button', { name: 'Try again' }).focus();
    await page.unroute('**/v1/projections/conflicts?*');
    await keys.press('Enter');
    await page.getByRole('heading', { name: '1 conflict as of this moment' }).waitFor();
    expect(await focusedOn(page)).toMatchObject({ faults: [] });
    await close();
  });
});
