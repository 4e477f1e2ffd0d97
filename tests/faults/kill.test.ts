import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import { afterAll, expect, test } from 'vitest';

import { openFile } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const rounds = 20;
const seed = Number(process.env['ASOF_SEED'] ?? 20_250_703);

const folder = makeTempFolder();
afterAll(() => folder.remove());

test(`a process killed while it appends loses nothing that it had acknowledged, ${rounds} times on one file`, async () => {
  const path = folder.file();
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    acknowledged.push(...(await appendUntilKilled(path, `r${round}`, delayMs(round))));
    const log = openFile(path);
    const recorded = new Set(log.readLog({ after: 0, limit: 1_000_000 }).map(({ id }) => id));
    expect(acknowledged.filter((id) => !recorded.has(id))).toEqual([]);
    // Two events an append: half of one would be a torn append.
    expect(recorded.size % 2).toBe(0);
    expect(log.history(everything(log.head().position))).toHaveLength(recorded.size / 2);
    expect((await log.verify()).faults).toEqual([]);
    await log.close();
  }
  console.log(`kill: seed ${seed}, ${rounds} rounds, ${acknowledged.length} acknowledged events, none lost`);
  expect(acknowledged.length).toBeGreaterThan(0);
});

async function appendUntilKilled(path: string, name: string, afterMs: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'appending-child.ts'), path, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => child.once('close', resolve));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  await setTimeout(afterMs);
  child.kill('SIGKILL');
  await exited;
  return output.slice(0, output.lastIndexOf('\n')).split('\n');
}

/** 0 to 96 milliseconds, scattered by the seed. */
function delayMs(round: number): number {
  return ((seed + round * 7919) * 31) % 97;
}

function everything(position: number) {
  return { position, asOf: 8.64e15, certainty: 'possible', order: 'oldest-first', limit: 1_000_000 } as const;
}
