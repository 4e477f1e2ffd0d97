import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';

describe.skipIf(isWithoutChromium)('the page in a browser (skipped where there is no Chromium)', () => {
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser();
  });
  afterAll(async () => served?.close());

  test('opens without a report of its policy and without an error', async () => {
    const opened = await served.open();
    await opened.page.waitForSelector('#page > *');
    expect(opened.faults()).toEqual([]);
    await opened.close();
  });

  test.each([
    ['markup from text', `document.body.innerHTML = '<b>x</b>'`, /^policy: require-trusted-types-for/],
    ['a script from text', `setTimeout('globalThis.ran = true')`, /^policy: require-trusted-types-for/],
    [
      'an inline handler',
      `document.body.setAttribute('onclick', 'ran = true')`,
      /^policy: (?:require|script)/,
    ],
    [
      'a style sheet of its own',
      `document.head.append(Object.assign(document.createElement('style'), { textContent: '*{}' }))`,
      /^policy: style-src/,
    ],
    ['an image from elsewhere', `new Image().src = 'http://localhost:1/x.png'`, /^policy: img-src/],
    [
      'a request to elsewhere',
      `void fetch('http://localhost:1/').catch(() => undefined)`,
      /^policy: connect-src/,
    ],
    ['a policy for trusted types', `trustedTypes.createPolicy('default', {})`, /^policy: trusted-types/],
  ])('would be reported if it made %s', async (_what, script, report) => {
    const opened = await served.open('/', { expected: /^(?!policy)/ });
    await opened.page.evaluate(`try { ${script} } catch {}`);
    await expect.poll(() => opened.faults()).toContainEqual(expect.stringMatching(report));
    await expect(opened.close()).rejects.toThrow('had faults');
  });

  test('opens in the fifth tab as in the first: each keeps one of the six connections of a browser', async () => {
    const opened = await served.open('/?asOf=2025-07-05T00:00:00Z');
    const { page } = opened;
    for (let tabs = 1; tabs <= 5; tabs += 1) {
      const tab = tabs === 1 ? page : await page.context().newPage();
      if (tab !== page) await tab.goto(page.url());
      await tab.locator('#panel .answered[aria-busy="false"]').first().waitFor();
    }
    await opened.close();
  });

  test('asks for a token until the server takes one, and says what is wrong with each', async () => {
    const opened = await served.open('/favicon.none', { expected: /status of 40[14]/ });
    const { page } = opened;
    const problem = {
      type: '/problems/token-required',
      title: 'No',
      status: 401,
      detail: 'A token is needed',
    };
    await page.route('**/v1/**', async (route) => {
      if (route.request().headers()['authorization'] === 'Bearer asof_good') return route.continue();
      return route.fulfill({ status: 401, contentType: 'application/problem+json', json: problem });
    });
    await page.goto(served.url);
    const dialog = page.getByRole('dialog', { name: 'This server asks for a token' });
    await dialog.waitFor();
    for (let times = 0; times < 5; times += 1) await page.keyboard.press('Escape');
    const give = async (text: string): Promise<void> => {
      await page.getByLabel('Token', { exact: true }).fill(text);
      await page.keyboard.press('Enter');
    };
    await give('asof_\u200bgood');
    await dialog.getByRole('alert').getByText('This is no token').waitFor();
    await give('asof_bad');
    await dialog.getByRole('alert').getByText('The server does not take this token.').waitFor();
    // What is said of a token that is taken.
    await page.evaluate(`globalThis.said = new Set(); new MutationObserver(() => {
      said.add(document.querySelector('dialog [role=alert]')?.textContent ?? '');
    }).observe(document.body, { subtree: true, childList: true, characterData: true })`);
    await give('asof_good');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate('[...said]')).toEqual(['']);
    await opened.close();
  });

  test('is looked at by axe, which finds what is wrong', async () => {
    const opened = await served.open();
    await opened.page.evaluate(
      `document.body.append(Object.assign(document.createElement('button'), { id: 'mute' }))`,
    );
    expect(await opened.axe()).toContainEqual(expect.stringMatching(/^button-name: .*#mute/));
    await opened.close();
  });
});
