import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import type { Served } from './served.ts';
import { serve } from './served.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

describe.each(['memory:', `sqlite:${folder.file()}`])('a search in %s', (store) => {
  let served: Served;
  beforeAll(async () => {
    served = await serve({ store });
    const titles = ['Drones over Kyiv', 'Not over Lviv', 'Élysée called (again)', 'Kyiv OR Lviv', 'ﱞ'];
    await served.post(
      '/v1/streams/notes-a/events',
      titles.map((title, index) => ({
        id: `n${index}`,
        type: 'NoteAdded',
        occurred: '2025',
        data: { title },
      })),
    );
  });
  afterAll(async () => served.close());

  test.each([
    ['kyiv', ['n0', 'n3']],
    ['"kyiv drones"', ['n0']],
    ['drones AND kyiv', []],
    ['kyiv OR lviv', ['n3']],
    ['NOT lviv', ['n1']],
    ['-lviv', ['n1', 'n3']],
    ['kyiv*', ['n0', 'n3']],
    ['(kyiv', ['n0', 'n3']],
    ['words:kyiv', []],
    ['^kyiv', ['n0', 'n3']],
    ['NEAR(kyiv lviv, 2)', []],
    ['elysee', ['n2']],
    ["kyiv'; DROP TABLE event; --", []],
    ['kyiv\u0000drones', ['n0']],
    ['\u{1F600}kyiv\u{1F600}', ['n0', 'n3']],
    ['"""kyiv', ['n0', 'n3']],
    // A letter that is only marks on a space once it is taken apart: no word is left of it.
    ['\uFC5E', []],
  ])('for %j finds what has all its words, and nothing in it is an operator', async (text, ids) => {
    const response = await served.get(`/v1/timeline?q=${encodeURIComponent(text)}`);
    expect(response.statusCode).toBe(200);
    expect(response.json().entries.map(({ id }: { id: string }) => id)).toEqual(ids);
  });

  test.each(['"', '()', '\u{1F600}', '*', '\u0000', ' ', '', '—', '\u0301'])(
    'for %j, in which there is no word, is refused',
    async (text) => {
      const response = await served.get(`/v1/timeline?q=${encodeURIComponent(text)}`);
      expect([response.statusCode, response.json().parameter]).toEqual([400, 'q']);
    },
  );

  test('takes text of up to 500 characters', async () => {
    for (const text of ['x'.repeat(500), '\uFDFA'.repeat(500), 'kyiv '.repeat(100)])
      expect((await served.get(`/v1/timeline?q=${encodeURIComponent(text)}`)).statusCode).toBe(200);
    expect((await served.get(`/v1/timeline?q=${'x'.repeat(501)}`)).statusCode).toBe(400);
  });

  test('for bytes that are no text is no fault of the server', async () => {
    for (const bytes of ['%ff', '%', '%ed%a0%80'])
      expect((await served.get(`/v1/timeline?q=${bytes}`)).statusCode).toBeLessThan(500);
  });
});
