import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';

import { afterAll, expect, test } from 'vitest';

import { news, openTimeline } from '../../src/index.ts';
import { createChance, faultSeed } from '../support/fault-chance.ts';
import { nodeArguments } from '../support/fault-strace.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { keyedRequest } from './keyed-request.ts';

const rounds = 5;

const folder = makeTempFolder();
afterAll(() => folder.remove());

test(`a key that was acknowledged is known after its process was killed, and one that was not is recorded once, ${rounds} times`, async () => {
  const path = folder.file();
  const chance = createChance(faultSeed);
  let acknowledged = 0;
  for (let round = 0; round < rounds; round += 1) {
    const keys = await killedAfter(10 + chance.below(100), path, `r${round}`);
    acknowledged += keys.length;
    const timeline = await openTimeline({ ...news, store: `sqlite:${path}` });
    for (const key of keys) expect((await timeline.append(...keyedRequest(key))).repeated).toBe(true);
    // Those in flight may have been recorded or not; sent again they are.
    const next = Number(keys.at(-1)?.split('-')[1] ?? -1) + 1;
    for (let number = next - 4; number < next + 8; number += 1)
      if (number >= 0) await timeline.append(...keyedRequest(`r${round}-${number}`));
    const entries = [];
    for (let after = 0; ; after = entries.length) {
      const some = timeline.audit({ after, limit: 1000 });
      entries.push(...some);
      if (some.length < 1000) break;
    }
    const titles = timeline
      .stream('notes-keyed', { from: 0, limit: 100_000 })
      .map(({ data }) => data['title']);
    expect(new Set(titles).size).toBe(titles.length);
    expect(new Set(entries.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(titles.length / 2);
    expect(entries.at(-1)?.last).toBe(timeline.head().position);
    expect((await timeline.verify()).faults).toEqual([]);
    await timeline.close();
  }
  console.log(`keys: seed ${faultSeed}, ${acknowledged} acknowledged in ${rounds} rounds`);
  expect(acknowledged).toBeGreaterThan(rounds);
});

/** Returns the keys that a process had acknowledged when it was killed, so many milliseconds after the first. */
async function killedAfter(ms: number, path: string, name: string): Promise<readonly string[]> {
  const child = spawn(process.execPath, nodeArguments({ script: 'keyed-child.ts', args: [path, name] }), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('close', resolve));
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  await Promise.race([new Promise((resolve) => child.stdout.once('data', resolve)), exited]);
  await setTimeout(ms);
  expect(child.kill('SIGKILL')).toBe(true);
  await exited;
  return said.split('\n').slice(0, -1);
}
