import { existsSync } from 'node:fs';

import { afterAll, describe, expect, test } from 'vitest';

import { news } from '../../src/index.ts';
import { openTimeline } from '../../src/open.ts';
import { foundingStreams, note } from '../api/served.ts';
import type { Ran } from '../support/cli.ts';
import { asof } from '../support/cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const temp = makeTempFolder();
afterAll(() => temp.remove());
const stopped = async () => new Promise<never>(() => undefined);
const hash = /^[0-9a-f]{64}$/;

describe('move', () => {
  test('copies a store into another and shows that both sides are the same', async () => {
    const [from, to] = [await founded(), file()];
    const ran = await asof(['move', '--from', from, '--to', to, '--samples', '5'], { stopped });
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining(`${to} has the log of ${from}`) });
    const { hash: chain } = JSON.parse((await asof(['verify', '--json', '--store', to])).out);
    const lines = ran.out.replaceAll(/[0-9a-f]{64}/g, '#').split('\n');
    expect(lines.slice(0, 4)).toEqual([
      'events    35 copied, 0 there already',
      'position  35',
      'log       # on both sides',
      'trail     # on both sides',
    ]);
    expect(lines[4]).toMatch(/^answers {3}# on both sides, \d+ answers at 5 moments$/);
    expect(ran.out).toContain(`log       ${chain} on both sides`);
    const asked = ['state', 'situation', '--as-of', '2025-07-05T00:00:00Z', '--known-at', '34', '--json'];
    expect((await asof([...asked, '--store', to])).out).toBe((await asof([...asked, '--store', from])).out);
  });

  test('keeps who recorded what, and by which keys', async () => {
    const [from, to] = [await founded(), file()];
    await moved(from, to);
    const [theirs, ours] = [from, to].map(async (store) => asof(['audit', '--json', '--store', store]));
    expect(await ours).toEqual(await theirs);
    const again = await asof([...keyed, '--store', to]);
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('Recorded before') });
  });

  test('run again copies only what came since', async () => {
    const [from, to] = [await founded(), file()];
    await moved(from, to);
    await asof([...keyed.slice(0, -1), 'another', '--store', from]);
    expect(json(await moved(from, to))).toMatchObject({
      from,
      to,
      before: 35,
      copied: 1,
      position: 36,
      comparison: { isSame: true, different: [], log: { from: expect.stringMatching(hash) } },
    });
  });

  test('says how much was recorded in the source meanwhile', async () => {
    const [from, to] = [await founded(), file()];
    const other = await openTimeline({ store: from, ...news });
    const ran = await asof(['move', '--from', from, '--to', to, '--samples', '20'], {
      stopped,
      columns: 100,
      clock: ticking(200),
      onErr: (text) => {
        if (text.includes('answering') && other.head().position === 35)
          void other.append('notes-late', [note('late')]);
      },
    });
    await other.close();
    expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('1 events were recorded in') });
    expect(ran.err).toMatch(/answering · \d+ moments · \d+\/s · \d+ % · \d+ s left/);
    expect(ran.out).toContain('position  35');
  });

  test('is refused into a store with something else, and leaves it as it is', async () => {
    const [from, to] = [await founded(), file()];
    await asof([...keyed, '--store', to]);
    const ran = await moved(from, to);
    expect(ran).toMatchObject({ code: 4, out: '' });
    expect(JSON.parse(ran.err)).toMatchObject({ type: '/problems/logs-differ', position: 1 });
    expect(json(await asof(['streams', '--json', '--store', to]))).toMatchObject({ head: { position: 1 } });
  });

  test('is ended between two parts, and goes on', async () => {
    const [from, to] = [await founded(), file()];
    const ran = await asof(['move', '--from', from, '--to', to], { stopped: async () => undefined });
    expect(ran).toMatchObject({ code: 4, err: expect.stringContaining('(move-cancelled)') });
    expect(json(await moved(from, to))).toMatchObject({ position: 35, comparison: { isSame: true } });
  });

  test.each([
    [['--from', 'memory:', '--to', 'sqlite:/a'], /--from memory: is no store to move/],
    [['--from', 'sqlite:/a', '--to', 'memory:'], /--to memory: is no store to move/],
    [['--from', 'sqlite:/a', '--to', 'sqlite:/a'], /from one store to another/],
    [['--from', 'esdb://a', '--to', 'kurrentdb://b'], /--from-index says where/],
    [['--from', 'esdb://u:secret@a', '--to', 'mysql:'], /--to mysql: is no store to move/],
    [['--from', 'sqlite:/a'], /required option '--to <store>' not specified/],
  ])('refuses %j', async (args, said) => {
    const ran = await asof(['move', ...args], { stopped });
    expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringMatching(said) });
    expect(ran.err).not.toContain('secret');
  });

  test('makes nothing where there is no store to move from', async () => {
    const to = file();
    const ran = await asof(['move', '--from', file(), '--to', to], { stopped });
    expect(ran).toMatchObject({ code: 3, err: expect.stringContaining('(unknown-file)') });
    expect(existsSync(to.slice('sqlite:'.length))).toBe(false);
  });
});

const keyed = [
  'append',
  'notes-mine',
  '--type',
  'NoteAdded',
  '--occurred',
  '2025-07-04',
  '--data',
  '{"title":"Mine"}',
  '--idempotency-key',
  'mine',
];

function file(): string {
  return `sqlite:${temp.file()}`;
}

/** The founding streams, and an append with a key. */
async function founded(): Promise<string> {
  const store = file();
  expect(await asof(['import', foundingStreams, '--store', store])).toMatchObject({ code: 0 });
  expect(await asof([...keyed, '--store', store])).toMatchObject({ code: 0 });
  return store;
}

async function moved(from: string, to: string): Promise<Ran> {
  return asof(['move', '--from', from, '--to', to, '--samples', '2', '--json'], { stopped });
}

function json(ran: Ran): Record<string, unknown> {
  return JSON.parse(ran.out);
}

/** A clock that goes on each time it is looked at, so that every line is drawn. */
function ticking(ms: number): () => number {
  let now = Date.UTC(2026, 6, 1);
  return () => (now += ms);
}
