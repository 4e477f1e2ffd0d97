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

  test('is looked at by axe, which finds what is wrong', async () => {
    const opened = await served.open();
    await opened.page.evaluate(
      `document.body.append(Object.assign(document.createElement('button'), { id: 'mute' }))`,
    );
    expect(await opened.axe()).toContainEqual(expect.stringMatching(/^button-name: .*#mute/));
    await opened.close();
  });
});
