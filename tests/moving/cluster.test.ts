import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { Moved, Side } from '../../src/moving/index.ts';
import { moveLog } from '../../src/moving/index.ts';
import { news } from '../../src/news.ts';
import { openStoreAndTimeline } from '../../src/open.ts';
import { readFolder } from '../../src/store/files/folder.ts';
import { foundingStreams, note } from '../api/served.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();
let cluster: WireServing;
let opened: Side[] = [];
beforeAll(async () => {
  cluster = await startWire({ store: 'memory:', raw: true });
});
afterEach(async () => {
  for (const { timeline } of opened.splice(0)) await timeline.close();
});
afterAll(async () => {
  await cluster.stop('SIGTERM');
  temp.remove();
});

describe('a log that is moved into a cluster', () => {
  test('and was cut off after every part goes on from another node each time, and is the same at the end', async () => {
    const from = await founded();
    const prefix = 'cut.';
    let moved: Moved | undefined;
    let stops = 0;
    while (moved === undefined) {
      const to = await nodeOf(prefix);
      const stopping = new AbortController();
      let began: number | undefined;
      try {
        moved = await moveLog(from, to, {
          samples: 5,
          partMax: 9,
          signal: stopping.signal,
          async onProgress({ step, done }) {
            if (step !== 'copying') return;
            began ??= done;
            if (done > began) stopping.abort(new Error('cut off'));
          },
        });
      } catch (error) {
        expect(error).toMatchObject({ message: 'cut off' });
        stops += 1;
      }
    }
    expect(stops).toBeGreaterThan(2);
    expect(moved).toMatchObject({ position: 37, comparison: { isSame: true } });
    // A node that was not there reads the same log from the cluster.
    const late = await nodeOf(prefix);
    expect(late.store.readLog(whole)).toEqual(from.store.readLog(whole));
    expect(late.store.audit(whole)).toEqual(from.store.audit(whole));
    expect(await late.timeline.verify()).toEqual(await from.timeline.verify());
    const again = await late.timeline.append('notes-keyed', [note('x'), note('y')], key);
    expect(again).toMatchObject({ repeated: true, position: 36 });
  }, 60_000);

  test('is refused where another node records meanwhile', async () => {
    const [from, to, other] = [await founded(), await nodeOf('race.'), await nodeOf('race.')];
    let recorded: Promise<unknown> | undefined;
    const { signal } = new AbortController();
    const moving = moveLog(from, to, {
      samples: 1,
      partMax: 9,
      signal,
      async onProgress({ step, done }) {
        if (step === 'copying' && done > 0)
          await (recorded ??= other.timeline.append('notes-own', [note('own')]));
      },
    });
    await expect(moving).rejects.toMatchObject({ category: 'conflict' });
  }, 60_000);
});

const whole = { after: 0, limit: 1000 };
const key = { by: 'os:ann', idempotencyKey: 'k' };

async function open(store: string, index?: string): Promise<Side> {
  const side = await openStoreAndTimeline({ ...news, store, ...(index === undefined ? {} : { index }) });
  opened.push(side);
  await side.timeline.ready(AbortSignal.timeout(20_000));
  return side;
}

async function nodeOf(prefix: string): Promise<Side> {
  return open(`esdb://127.0.0.1:${cluster.port}?tls=false&asofPrefix=${prefix}`, temp.file());
}

/** The founding streams, and two requests that somebody signed. */
async function founded(): Promise<Side> {
  const side = await open('memory:');
  await side.timeline.import(readFolder(foundingStreams), { by: 'os:ann' });
  await side.timeline.append('notes-keyed', [note('x'), note('y')], key);
  await side.timeline.retract('x', { reason: 'not so', by: 'os:ann' });
  return side;
}
