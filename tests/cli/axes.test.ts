import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { sparkline } from '../../src/cli/sparkline.ts';
import { asof } from '../support/cli.ts';
import { serveStore } from '../support/served-store.ts';
import type { ServedStore } from '../support/served-store.ts';

let served: ServedStore;
beforeAll(async () => (served = await serveStore()));
afterAll(async () => served.close());

const asOf = ['--as-of', '2025-07-05T00:00:00Z', '--known-at', '34'];

describe.each([
  ['series', 'situation', '/casualties/injured/best', ...asOf],
  ['series', 'situation', '/casualties/injured/best', ...asOf, '--axis', 'recorded', '--points', '10'],
  ['series', 'places', '/alerts', '--key', 'place:kyiv-city', ...asOf, '--from', '2025-07-03T00:00:00Z'],
  ['density', ...asOf],
  ['density', ...asOf, '--axis', 'recorded', '--buckets', '5'],
  ['commits'],
  ['commits', '--order', 'newest-first', '--limit', '3', '--before', '20'],
  ['commits', '--from', '2025-07-04T09:00:00Z', '--to', '2025-07-04T09:13:00Z'],
])('%s %s %s %s %s %s', (...args) => {
  test('gives the same answer from a store and from a server', async () => {
    for (const json of [[], ['--json']]) {
      const direct = await asof([...args, ...json, '--store', served.store]);
      expect(direct.code).toBe(0);
      expect(await asof([...args, ...json, '--url', served.url], { fetch })).toEqual(direct);
    }
  });
});

describe('series', () => {
  test('draws a line, and lists each point', async () => {
    const { out } = await asof([
      'series',
      'situation',
      '/casualties/injured/best',
      ...asOf,
      '--to',
      '2025-07-05T00:00:00Z',
      '--store',
      served.store,
    ]);
    expect(out).toContain('/casualties/injured/best along occurred time, ');
    expect(out).toMatch(/^OCCURRED +VALUE$/m);
    expect(out).toMatch(/^2025-07-02T21:00:00Z +26$/m);
  });

  test('says what a path lacks', async () => {
    expect(await asof(['series', 'situation', 'casualties', '--store', served.store])).toMatchObject({
      code: 2,
      err: expect.stringContaining('as in /casualties (invalid-request)'),
    });
  });
});

describe('density', () => {
  test('draws how much occurred, and says what a bar is', async () => {
    const { out } = await asof(['density', ...asOf, '--buckets', '10', '--store', served.store]);
    expect(out).toMatch(/^33 facts occurred, 2025-07-01T00:00:00Z to 2025-07-04T05:43:30Z$/m);
    expect(out).toMatch(/^[▁-█]{10}$/m);
    expect(out).toMatch(/^A bar is [\d.]+ hours; the highest is \d+$/m);
  });

  test('counts what was recorded along the other axis', async () => {
    const { out } = await asof(['density', ...asOf, '--axis', 'recorded', '--store', served.store]);
    expect(out).toMatch(/^34 events recorded, /m);
  });
});

describe('commits', () => {
  test('lists the steps of recorded time, and says how to go on', async () => {
    const { out, err } = await asof(['commits', '--limit', '2', '--store', served.store]);
    expect(out.split('\n').slice(0, 2)).toEqual([
      expect.stringMatching(/^RECORDED +EVENTS +POSITIONS$/),
      expect.stringMatching(/^2025-07-04T09:12:04Z +1 +1$/),
    ]);
    expect(err).toMatch(/^There is more: the same with --after \d+\n$/);
    const back = await asof(['commits', '--limit', '2', '--order', 'newest-first', '--store', served.store]);
    expect(back.err).toMatch(/--before \d+\n$/);
  });
});

describe('a sparkline', () => {
  test('draws numbers between the lowest and the highest, and a gap for none', () => {
    expect(sparkline([1, 2, undefined, 8])).toBe('▁▂ █');
    expect(sparkline([4, 8], 0)).toBe('▅█');
    expect(sparkline([3, 3])).toBe('▁▁');
    expect(sparkline([])).toBe('');
  });
});
