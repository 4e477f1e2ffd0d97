import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { asof } from '../support/cli.ts';
import { serveStore } from '../support/served-store.ts';
import type { ServedStore } from '../support/served-store.ts';

const asOf = ['--as-of', '2025-07-05T00:00:00Z', '--known-at', '34'];
let served: ServedStore;
beforeAll(async () => (served = await serveStore()));
afterAll(async () => served.close());

const explain = async (...args: readonly string[]) =>
  asof(['explain', ...args, ...asOf, '--store', served.store]);

describe('explain', () => {
  test('shows the value, and each event that set it: when, what, how much, and from whom', async () => {
    const { code, out, err } = await explain('situation', '/casualties/injured/best');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.split('\n').slice(0, 3)).toEqual([
      'As of 2025-07-05T00:00:00Z (occurred), known at 2026-06-21T20:16:28Z (recorded, position 34)',
      '',
      '/casualties/injured/best: 26',
    ]);
    expect(out).toMatch(/^OCCURRED +RECORDED +TYPE +TITLE +AFTER +ADDS +READS +FROM$/m);
    expect(out).toMatch(
      /CasualtiesReported +One person killed and 26 injured +26 +\+26 +stated +Founding article$/m,
    );
  });

  test.each([
    ['situation', '/casualties/injured'],
    ['situation', ''],
    ['situation', '/nothing/there'],
    ['places', '/casualties', '--key', 'place:kyiv'],
    ['situation', '/casualties/injured/best', '--limit', '1', '--certainty', 'certain'],
  ])('gives the same answer from a store and from a server: %j', async (...args) => {
    const direct = await explain(...args, '--json');
    expect(direct).toMatchObject({ code: 0, err: '' });
    expect(await asof(['explain', ...args, ...asOf, '--json', '--url', served.url], { fetch })).toEqual(
      direct,
    );
  });

  test('says that a value never was', async () => {
    const { code, out } = await explain('situation', '/casualties/wounded');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^\/casualties\/wounded: nothing, and no event in the history as of this moment had set it/m,
    );
  });

  test('says that a value is gone, and what it had been', async () => {
    const { out } = await explain('situation', '/alerts/place:kyiv-city');
    expect(out).toContain('/alerts/place:kyiv-city is gone');
    expect(out).toMatch(/AlertEnded +Air-raid alert ends in Kyiv +nothing /);
  });

  test('says what a path lacks that does not begin with a slash', async () => {
    expect(await explain('situation', 'casualties/injured')).toMatchObject({
      code: 2,
      out: '',
      err: 'asof: "casualties/injured" is no JSON Pointer: it begins with a slash, as in /casualties/injured (invalid-request)\n',
    });
  });

  test.each([
    [['nothing', '/x'], 3, 'unknown-projection'],
    [['places', '/x'], 2, 'key-required'],
    [['places', '/x', '--key', 'place:nowhere'], 3, 'unknown-key'],
    [['situation', '/~x'], 2, 'invalid-query'],
    [['situation', '/x', '--limit', '0'], 2, 'invalid-request'],
  ])('ends with the code of the error: %j', async (args, code, name) => {
    const ran = await explain(...args);
    expect(ran).toMatchObject({ code, out: '', err: expect.stringContaining(`(${name})`) });
  });

  test('fits a narrow terminal', async () => {
    const { out } = await asof(
      ['explain', 'situation', '/casualties/injured/best', ...asOf, '--store', served.store],
      { columns: 100, env: { NO_COLOR: '1' } },
    );
    const table = out.slice(out.indexOf('OCCURRED')).split('\n');
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(out).not.toContain('\u001b');
  });
});
