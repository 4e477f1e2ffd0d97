import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { OpenPage, PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';
import { countShifts, stays } from '../support/page-shifts.ts';
import { goTo, panelIsThere, patiently, scrubbersOf } from '../support/page-steps.ts';

const call = '0197d69e-6fc8-78e1-90af-a33f7f8afe8b';
const tabs = ['Situation', 'Fact', 'Compare', 'Knowledge', 'Places', 'Conflicts', 'Sources'] as const;

/** What stands on the page when an address has been opened. */
const screens = {
  situation: '/?asOf=2025-07-03T20:00:00Z',
  explanation: '/?path=/munitions/missile/launched/best',
  'no fact': '/?panel=fact',
  fact: `/?panel=fact&event=${call}`,
  'no comparison': '/?panel=compare',
  comparison: '/?panel=compare&toAsOf=now&toKnownAt=25',
  knowledge: '/?panel=knowledge',
  places: '/?panel=places',
  conflicts: '/?panel=conflicts',
  sources: '/?panel=sources',
  filters: '/?about=place:kyiv&type=AttackReported&q=kyiv',
  'nothing known yet': '/?knownAt=0',
} as const;

/** What opens over the page, by the button that opens it. */
const opens = {
  pill: 'Live',
  Filters: 'Filters',
  share: 'Share and save',
  legend: 'Legend',
  keys: 'Keyboard shortcuts',
} as const;

describe.skipIf(isWithoutChromium)('every screen (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser();
  });
  afterAll(async () => served?.close());

  /** High enough for all of a panel: what is scrolled out of sight counts as hidden to axe, be it by a hair. */
  const open = async (width: number, path = '/', expected?: RegExp): Promise<OpenPage> =>
    served.open(path, { viewport: { width, height: 2400 }, ...(expected !== undefined && { expected }) });

  describe.each([1280, 390])('at %i px', (width) => {
    test('is clean for axe in light and dark, whatever is opened', async () => {
      const opened = await open(width);
      const { page } = opened;
      await scrubbersOf(page);
      for (const [name, query] of Object.entries(screens)) {
        await goTo(page, query);
        await panelIsThere(page);
        // What stands around the panel is the same on all of them.
        await isClean(opened, name, name === 'situation' ? undefined : '#panel');
      }
      await goTo(page, '/');
      for (const name of Object.values(opens)) {
        await page.getByRole('button', { name, exact: true }).first().click();
        await page.locator(':popover-open, dialog[open], .legend').first().waitFor();
        await isClean(opened, name, ':popover-open, dialog[open], .legend');
        await page.keyboard.press('Escape');
      }
      await page.getByRole('button', { name: 'List' }).click();
      await page.locator('.twin.is-shown').waitFor();
      await isClean(opened, 'list');
      await opened.close();
    });

    test('is clean for axe while it waits, where it fails, without a server, and where a token is asked for', async () => {
      const opened = await open(width, '/', /status of (?:401|503)|net::/);
      const { page } = opened;
      const answers = { of: (): number | undefined => undefined };
      await page.route('**/v1/**', async (route) => {
        const status = answers.of();
        if (status === undefined) return;
        const code = status === 401 ? 'token-required' : 'store-closed';
        const json = { type: `/problems/${code}`, title: 'No', status, detail: 'The store is closed' };
        await route.fulfill({ status, contentType: 'application/problem+json', json });
      });
      for (const [name, status, sign] of [
        ['waiting', undefined, '.panel-body'],
        ['failing', 503, '.unreached'],
        ['asking for a token', 401, 'dialog[open]'],
      ] as const) {
        answers.of = () => status;
        await page.reload({ waitUntil: 'commit' });
        await page.locator(sign).first().waitFor();
        await isClean(opened, name);
      }
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await page.reload();
      await scrubbersOf(page);
      await panelIsThere(page);
      await served.setServing(false);
      await patiently(async () => page.locator('.pill').textContent()).toMatch(/Offline|Reconnecting/);
      await page.getByRole('tab', { name: 'Sources' }).click();
      await page.locator('.panel-fault, .part-missing, .answered').first().waitFor();
      await isClean(opened, 'offline');
      await opened.close();
      await served.setServing(true);
    });
  });

  test('is clean for axe where nothing was recorded at all, and says so', async () => {
    const empty = await startPageBrowser({ fill: async () => undefined });
    for (const width of [1280, 390]) {
      const opened = await empty.open('/', { viewport: { width, height: 2400 } });
      await opened.page.getByText('No readings here').waitFor();
      await opened.page.getByText('The situation is empty as of this moment').waitFor();
      await isClean(opened, 'empty');
      await opened.close();
    }
    await empty.close();
  });

  test('stays where it is: nothing shifts while it opens, from tab to tab, and when events come', async () => {
    for (const width of [1280, 390]) {
      const opened = await served.open('about:blank', { viewport: { width, height: 844 } });
      const { page } = opened;
      await countShifts(page);
      await page.goto(served.url);
      await scrubbersOf(page);
      await panelIsThere(page);
      await stays(page, `opening at ${width}`);
      for (const tab of tabs) {
        await page.getByRole('tab', { name: tab }).click();
        await panelIsThere(page);
        await stays(page, `${tab} at ${width}`);
      }
      await page.getByRole('tab', { name: 'Situation' }).click();
      await panelIsThere(page);
      await stays(page, 'back');
      const { position } = served.timeline.head();
      await served.timeline.append('statements-ukraine', [said(`Said at ${width}`)]);
      const knownAt = page.getByRole('slider', { name: /^Known at/ });
      await patiently(async () => knownAt.getAttribute('aria-valuetext')).toContain(
        `position ${position + 1},`,
      );
      await stays(page, `live at ${width}`);
      await opened.close();
    }
  });

  test('has landmarks, headings in order, and a name for each thing that can be used', async () => {
    const opened = await open(1280, '/?asOf=2025-07-03T20:00:00Z');
    const { page } = opened;
    await scrubbersOf(page);
    await panelIsThere(page);
    const tree = await page.locator('body').ariaSnapshot();
    const landmarks = tree.match(
      /^- *'?(?:navigation|banner|main|region|search|contentinfo)[^\n]*|^ {2,4}- '?(?:region "Timeline"|complementary|search:)[^\n]*/gm,
    );
    expect(landmarks?.map((line) => line.replaceAll(/[-':]/g, '').trim())).toEqual([
      'navigation "Skip"',
      'banner',
      'search',
      'region "Facts over all of time"',
      'main',
      'region "Timeline"',
      'complementary "Panel"',
      'region "The moment as of, and known at"',
    ]);
    const levels = await page.evaluate(() =>
      [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
        .filter((heading) => heading.checkVisibility())
        .map(({ tagName }) => Number(tagName.slice(1))),
    );
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
    const nameless = tree
      .split('\n')
      .filter((line) =>
        /^ *- '?(?:button|link|tab|slider|textbox|searchbox|combobox|checkbox|radio|listbox|option|tabpanel)\b(?! ["'])/.test(
          line,
        ),
      );
    expect(nameless).toEqual([]);
    await opened.close();
  });
});

const said = (title: string) =>
  ({
    type: 'StatementMade',
    occurred: '2025-07-04T04:00:00Z',
    data: { title, speaker: 'actor:a', about: ['actor:a'] },
  }) as const;

/** Looks with axe in light, and again in dark at what colours decide; nothing may reach out to the side. */
async function isClean({ page, axe }: OpenPage, screen: string, within?: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  expect(await axe(undefined, within), `${screen} in light`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(
    await axe({ runOnly: ['color-contrast', 'link-in-text-block'] }, within),
    `${screen} in dark`,
  ).toEqual([]);
  expect(
    await page.evaluate('document.documentElement.scrollWidth - innerWidth'),
    screen,
  ).toBeLessThanOrEqual(0);
}
