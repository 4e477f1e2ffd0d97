import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { isWithoutChromium } from '../support/chromium.ts';
import type { OpenPage, PageBrowser } from '../support/page-browser.ts';
import { startPageBrowser } from '../support/page-browser.ts';
import { makeTokens } from '../support/tokens.ts';

const injured = { title: 'More are found injured', injured: { best: 4 } };

/** Types a text, and goes on to the next control. */
async function typeAndTab(page: Page, text: string): Promise<void> {
  await page.keyboard.type(text);
  await page.keyboard.press('Tab');
}

/** Opens the form of a new event by its key. */
async function openNew(page: Page): Promise<Locator> {
  const dialog = page.getByRole('dialog', { name: 'Add an event' });
  await page.getByRole('button', { name: 'Add an event' }).waitFor();
  await page.keyboard.press('a');
  await dialog.getByRole('combobox', { name: 'Stream' }).waitFor();
  return dialog;
}

/** Chooses what a field with a list has first of some words, or takes them as they are. */
async function choose(page: Page, name: string, words: string): Promise<void> {
  const field = page.getByRole('combobox', { name });
  await field.fill(words);
  await field.press('Enter');
}

/** Fills in the form of a note. */
async function writeNote(page: Page, title: string): Promise<void> {
  await choose(page, 'Event type', 'note');
  await page.getByLabel('Title').fill(title);
  await choose(page, 'Stream', 'notes-lost');
  await page.getByLabel('When it occurred').fill('2025-07-04');
}

describe.skipIf(isWithoutChromium)('writing in a browser (skipped where there is no Chromium)', () => {
  const tokens = makeTokens();
  let served: PageBrowser;
  beforeAll(async () => {
    served = await startPageBrowser({ access: tokens.access });
  });
  afterAll(async () => served?.close());

  test('adds an event by keys alone: faults are told as it is typed, and what is previewed turns out true', async () => {
    const opened = await served.open();
    const { page } = opened;
    const dialog = page.getByRole('dialog', { name: 'Add an event' });
    await page.getByRole('button', { name: 'Add an event' }).press('Enter');
    await expect.poll(async () => focusedLabel(page)).toBe('Event type');
    await page.keyboard.type('casual');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await dialog.getByLabel('Title').waitFor();
    await page.keyboard.press('Tab');
    await typeAndTab(page, 'strikes-kyiv');
    await dialog.getByText('It has 4 events; yours comes after.').waitFor();
    await page.keyboard.press('Tab');
    await page.keyboard.type('2025-07-32');
    await dialog.getByText(/"2025-07-32"/).waitFor();
    expect(await described(page)).toMatch(/2025-07-32/);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    await page.keyboard.type('04 18:00');
    await page.keyboard.press('Enter');
    // What is missing is told, and has the focus.
    await expect.poll(async () => focusedLabel(page)).toBe('Title');
    expect(await described(page)).toBe('This is needed.');
    expect(await dialog.getByLabel('When it occurred').inputValue()).toBe('2025-07-04T18:00:00Z');
    await page.keyboard.type(injured.title);
    await dialog.getByRole('button', { name: 'Add Injured' }).press('Enter');
    await expect.poll(async () => focusedLabel(page)).toBe('Best');
    await page.keyboard.type('4.5');
    await expect.poll(async () => described(page)).toMatch(/whole number/);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Backspace');
    const change = dialog.locator('.difference', { hasText: 'Casualties › injured' }).last();
    await expect.poll(async () => change.locator('ins').textContent()).toBe('30');
    expect(await change.locator('del').textContent()).toBe('26');
    expect(await faultsInBothThemes(opened)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText(`Recorded: ${injured.title}`).waitFor();
    await page.getByRole('heading', { name: injured.title }).waitFor();
    expect(await dialog.count()).toBe(0);
    await page.getByRole('tab', { name: 'Situation' }).click();
    await page.getByRole('button', { name: /^Injured 30/ }).waitFor();
    await opened.close();
  });

  test('corrects a fact, tells who was faster, and stands on top of it, on a phone, too', async () => {
    const { events } = await served.timeline.append('strikes-kyiv', [
      { type: 'CasualtiesReported', occurred: '2025-07-04', data: injured },
    ]);
    const id = events[0]?.id ?? '';
    const opened = await served.open(`/?panel=fact&event=${id}`, {
      expected: /status of 409/,
      viewport: { width: 390, height: 844 },
    });
    const { page } = opened;
    await page.getByRole('button', { name: 'Correct…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Correct this fact' });
    await dialog.getByLabel('Title').fill('Fewer are injured');
    await dialog.getByLabel('Best').fill('3');
    await dialog.getByText('Was: 4').waitFor();
    expect(await dialog.locator('.write-field.is-changed').count()).toBe(2);
    await page.keyboard.press('Escape');
    await page.getByText('What you wrote is kept until you leave the page.').waitFor();
    expect(await focusedText(page)).toBe('Correct…');
    await page.keyboard.press('Enter');
    await dialog.getByText('This is the draft that you left.').waitFor();
    await dialog.getByLabel('Reason').fill('Some were counted twice');
    await served.timeline.append('strikes-kyiv', [
      { type: 'NoteAdded', occurred: '2025-07-04', data: { title: 'Somebody else notes something' } },
    ]);
    await dialog.getByRole('button', { name: 'Record the correction' }).click();
    await dialog.getByRole('heading', { name: 'Someone was faster' }).waitFor();
    await dialog.getByText('Somebody else notes something', { exact: true }).waitFor();
    expect(await faultsInBothThemes(opened)).toEqual([]);
    expect(await page.evaluate(() => document.body.scrollWidth <= innerWidth)).toBe(true);
    await dialog.getByRole('button', { name: 'Record on top of it' }).click();
    await page.getByRole('heading', { name: 'Fewer are injured' }).waitFor();
    await page.getByText('Some were counted twice').first().waitFor();
    await opened.close();
  });

  test('records what the JSON says that is on the screen, and nothing while it does not hold', async () => {
    const opened = await served.open('/', { expected: /status of 404/ });
    const { page } = opened;
    const dialog = await openNew(page);
    await choose(page, 'Event type', 'note');
    await dialog.getByLabel('Title').fill('A note of the form');
    await choose(page, 'Stream', 'notes-json');
    await dialog.getByRole('button', { name: 'As JSON' }).click();
    const json = dialog.getByLabel('The same as JSON');
    await json.fill('{ "occurred": "2025-07-04", ');
    const before = served.timeline.head().position;
    await dialog.getByRole('button', { name: 'Record the event' }).click();
    await expect.poll(async () => page.evaluate(() => document.activeElement?.id)).toBe('write-json');
    // What does not hold is in no field, so none is shown, and closing loses nothing.
    await dialog.getByRole('button', { name: 'As JSON' }).click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('a');
    await dialog.getByText('This is the draft that you left.').waitFor();
    expect(await json.inputValue()).toBe('{ "occurred": "2025-07-04", ');
    await dialog
      .getByText(/^This is no JSON: /)
      .first()
      .waitFor();
    expect(await faultsInBothThemes(opened)).toEqual([]);
    expect(served.timeline.head().position).toBe(before);
    await json.fill(JSON.stringify({ occurred: '2025-07-04', data: {} }));
    await dialog.getByText(/^\/data\/title This is needed/).waitFor();
    await json.fill(JSON.stringify({ occurred: '2025-07-04', data: { title: 'A note of the JSON' } }));
    await choose(page, 'Event type', 'statement');
    await expect.poll(async () => json.inputValue()).toMatch(/"title": "A note of the JSON"/);
    await choose(page, 'Event type', 'note');
    await json.fill(
      JSON.stringify({
        occurred: '2025-07-04',
        data: { title: 'A note of the JSON', about: ['actor:a'], sources: [] },
      }),
    );
    await dialog.getByRole('button', { name: 'Record the event' }).click();
    await page.getByRole('heading', { name: 'A note of the JSON' }).waitFor();
    await opened.close();
  });

  test('is recorded once though its answer was lost, and asks before it would be', async () => {
    const opened = await served.open('/', { expected: /Failed to load resource/ });
    const { page } = opened;
    const dialog = await openNew(page);
    await writeNote(page, 'A note that arrived');
    const asked = page.waitForEvent('dialog');
    void page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe('beforeunload');
    await question.dismiss();

    // The server records it, and is gone before it says so.
    await page.route('**/v1/streams/notes-lost/events?*', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      await route.fetch();
      await served.setServing(false);
      return route.abort('connectionreset');
    });
    await dialog.getByRole('button', { name: 'Record the event' }).click();
    await dialog.getByText(/^The server does not answer\./).waitFor();
    await page.unroute('**/v1/streams/notes-lost/events?*');
    await page.keyboard.press('Escape');
    await served.setServing(true);
    await openNew(page);
    await dialog.getByText('This is the draft that you left.').waitFor();

    // An answer that comes after the form was left tells so in the form that is open then, and leaves that as it is.
    const held = Promise.withResolvers<void>();
    await page.route('**/v1/streams/notes-lost/events?*', async (route) => {
      await held.promise;
      await route.continue();
    });
    await dialog.getByRole('button', { name: 'Record the event' }).click();
    await dialog.getByRole('button', { name: 'Recording…' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('It is still on its way: you are told whether it was recorded.').waitFor();
    await openNew(page);
    await dialog.getByLabel('Title').fill('Another note');
    held.resolve();
    await dialog.getByRole('status').getByText('Recorded: A note that arrived').waitFor();
    expect(await dialog.getByLabel('Title').inputValue()).toBe('Another note');
    const recorded = served.timeline.stream('notes-lost', { from: 0, limit: 1000 });
    expect(recorded.map(({ data }) => data['title'])).toEqual(['A note that arrived']);
    await opened.close();
  });

  test('retracts a fact and reinstates it, and keeps a correction that was begun before', async () => {
    await served.timeline.append('notes-a', [
      {
        id: 'doubted',
        type: 'NoteAdded',
        occurred: '2025-07-04',
        data: { title: 'A note in doubt', about: ['actor:a'] },
      },
    ]);
    const opened = await served.open('/?panel=fact&event=doubted', { viewport: { width: 390, height: 844 } });
    const { page } = opened;
    const recorded = async (kind: string, name: string): Promise<void> => {
      await page.getByLabel('Reason').fill(`Why it is ${kind}`);
      await page.getByRole('button', { name }).click();
      await page.getByRole('status').getByText(`${kind}: A note in doubt`).waitFor();
    };
    await page.getByRole('button', { name: 'Correct…' }).click();
    await page.getByLabel('Title').fill('A note that is right');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Retract…' }).click();
    await recorded('Retracted', 'Record the retraction');
    await page.getByRole('button', { name: 'Reinstate…' }).click();
    await page.getByText(/^The correction that you began is kept\./).waitFor();
    expect(await faultsInBothThemes(opened)).toEqual([]);
    await recorded('Reinstated', 'Record the reinstatement');
    await page.getByRole('button', { name: 'Correct…' }).click();
    await page.getByText('This is the draft that you left.').waitFor();
    expect(await page.getByLabel('Title').inputValue()).toBe('A note that is right');
    await opened.close();
  });

  test('leaves nothing to press for whom the token lets only read, and says why', async () => {
    const id = 'to-be-read';
    await served.timeline.append('notes-a', [
      { id, type: 'NoteAdded', occurred: '2025-07-04', data: { title: 'A note to be read' } },
    ]);
    const reader = tokens.allowing('read');
    const opened = await served.open('/', { expected: /status of 401/ });
    const { page } = opened;
    await page.getByRole('textbox', { name: 'Token' }).fill(reader);
    await page.keyboard.press('Enter');
    await page.getByText('Read only: the token in use does not allow adding events.').waitFor();
    expect(await page.getByRole('button', { name: 'Add an event' }).count()).toBe(0);
    await page.evaluate((event) => {
      history.pushState(null, '', `?panel=fact&event=${event}`);
      dispatchEvent(new PopStateEvent('popstate'));
    }, id);
    await page.getByRole('heading', { name: 'A note to be read' }).waitFor();
    await page.getByText('Read only: the token in use does not allow corrections.').waitFor();
    expect(await page.getByRole('button', { name: /Correct|Retract|Reinstate/ }).count()).toBe(0);
    await opened.close();
  });
});

/** What axe finds in the light and in the dark. */
async function faultsInBothThemes({ page, axe }: OpenPage): Promise<readonly string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.locator(`html[data-theme=${colorScheme}]`).waitFor();
    found.push(...(await axe()));
  }
  return found;
}

async function focusedLabel(page: Page): Promise<string | undefined> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    return focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : undefined;
  });
}

async function focusedText(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent);
}

/** What the fault says that describes the control in focus. */
async function described(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement;
    if (focused?.getAttribute('aria-invalid') !== 'true') return '';
    const ids = focused.getAttribute('aria-describedby')?.split(' ') ?? [];
    const fault = ids.find((id) => id.endsWith('-fault')) ?? '';
    return document.getElementById(fault)?.textContent ?? '';
  });
}
