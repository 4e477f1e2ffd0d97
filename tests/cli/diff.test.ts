import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { asof } from '../support/cli.ts';
import { serveStore } from '../support/served-store.ts';
import type { ServedStore } from '../support/served-store.ts';

let served: ServedStore;
beforeAll(async () => (served = await serveStore()));
afterAll(async () => served.close());

const diff = async (...args: readonly string[]) => asof(['diff', ...args, '--store', served.store]);
const night = ['--as-of', '2025-07-03T16:00:00Z', '--known-at', '34'];

describe('diff', () => {
  test('names both moments, then what changes, before and after, then the facts that make the difference', async () => {
    const { code, out, err } = await diff('situation', ...night, '--to-as-of', '2025-07-03T16:30:00Z');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const lines = out.split('\n');
    expect(lines.slice(0, 3)).toEqual([
      'From: As of 2025-07-03T16:00:00Z (occurred), known at 2026-06-21T20:16:28Z (recorded, position 34)',
      'To: As of 2025-07-03T16:30:00Z (occurred), known at 2026-06-21T20:16:28Z (recorded, position 34)',
      '',
    ]);
    expect(lines[3]).toMatch(/^\/alerts\/place:kyiv-city: \{"Air-raid alerts.*… → nothing$/);
    expect(lines.slice(4)).toEqual([
      '',
      expect.stringMatching(/^CHANGE +WHY +OCCURRED +TYPE +TITLE +REASON +ID$/),
      expect.stringMatching(
        /^added +occurred +2025-07-03T16:24:43Z +AlertEnded +Air-raid alert ends in Kyiv /,
      ),
      '',
    ]);
  });

  test('with one recorded time says what was learned since, and why', async () => {
    const { out } = await diff('situation', '--known-at', '20', '--as-of', '2025-07-05T00:00:00Z');
    expect(out).toContain('position 20)\nTo: As of 2025-07-05T00:00:00Z');
    expect(out).toContain('(recorded, position 34)');
    expect(out).toMatch(/^added +stated /m);
  });

  test('without a second moment on recorded time keeps the first where occurred time is named', async () => {
    const { out } = await diff(
      'situation',
      '--as-of',
      '2025-07-01T00:00:00Z',
      '--known-at',
      '20',
      '--to-as-of',
      '2025-07-05T00:00:00Z',
      '--json',
    );
    expect(JSON.parse(out)).toMatchObject({ from: { position: 20 }, to: { position: 20 } });
  });

  test('says that nothing is different', async () => {
    const ran = await diff('situation', ...night, '--to-known-at', '34');
    expect(ran).toMatchObject({
      code: 0,
      err: 'The state is the same\nBoth moments are one: name the other with --known-at, --to-as-of or --to-known-at\n',
    });
  });

  test.each([
    ['situation', ...night, '--to-as-of', '2025-07-05T00:00:00Z'],
    ['situation', ...night, '--to-known-at', '20'],
    ['places', '--key', 'place:kyiv', ...night, '--to-as-of', '2025-07-05T00:00:00Z', '--limit', '2'],
  ])('gives the same answer from a store and from a server: %j', async (...args) => {
    for (const json of [[], ['--json']]) {
      const direct = await diff(...args, ...json);
      expect(direct.code).toBe(0);
      expect(await asof(['diff', ...args, ...json, '--url', served.url], { fetch })).toEqual(direct);
    }
  });

  test('says that there are more facts than it lists', async () => {
    const { err } = await diff('situation', ...night, '--to-as-of', '2025-07-05T00:00:00Z', '--limit', '2');
    expect(err).toBe('There is more: the same with a larger --limit\n');
  });

  test.each([
    [['nothing'], 3, 'unknown-projection'],
    [['places'], 2, 'key-required'],
    [['situation', '--to-as-of', 'tomorrow'], 2, 'invalid-moment'],
    [['situation', '--limit', '1001'], 2, 'invalid-request'],
  ])('ends with the code of the error: %j', async (args, code, name) => {
    expect(await diff(...args)).toMatchObject({ code, out: '', err: expect.stringContaining(`(${name})`) });
  });
});
