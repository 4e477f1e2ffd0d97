import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { errorOf, idsIn } from '../store/contract/setup.ts';
import { nodeArguments } from '../support/fault-strace.ts';
import { openNews } from '../support/fault-timeline.ts';
import { openFile } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const holders = new Set<ReturnType<typeof start>>();
afterEach(async () => {
  for (const holder of holders) await killed(holder);
});

describe('a file that another process writes to', () => {
  test.each([
    ['holds it', 'holding-child.ts'],
    ['appends', 'appending-child.ts'],
    ['imports', 'importing-child.ts'],
    ['saves states', 'timeline-child.ts'],
  ])(
    'is refused within a second, naming who holds it, while that %s, and is free as soon as it is killed',
    async (_, script) => {
      const path = folder.file();
      const holder = start(script, path);
      await once(holder.stdout, 'data');
      await expectRefusal(path, holder.pid);
      await killed(holder);
      await (script === 'timeline-child.ts' ? expectFreeTimeline(path) : expectFree(path));
    },
  );

  test('is refused within a second while that is frozen in the middle of an import', async () => {
    const path = folder.file();
    const holder = start('importing-child.ts', path);
    await once(holder.stdout, 'data');
    holder.kill('SIGSTOP');
    await expectRefusal(path, holder.pid);
    await killed(holder);
    await expectFree(path);
  });

  test('was opened by one of several processes that began at the same time, and refused to the others', async () => {
    for (let round = 0; round < 2; round += 1) {
      const path = folder.file();
      const rivals = Array.from({ length: 3 }, () => start('holding-child.ts', path));
      const said = await Promise.all(rivals.map(firstWord));
      expect(said.toSorted()).toEqual(['held', 'store-in-use', 'store-in-use']);
      for (const rival of rivals) await killed(rival);
      const log = openFile(path);
      expect(idsIn(log)).toEqual(['held']);
      await log.close();
    }
  });
});

function start(script: string, path: string) {
  const child = spawn(process.execPath, nodeArguments({ script, args: [path, 'e'] }), {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  holders.add(child);
  return child;
}

async function killed(child: ReturnType<typeof start>): Promise<void> {
  holders.delete(child);
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function expectRefusal(path: string, holder: number | undefined): Promise<void> {
  const beforeMs = Date.now();
  const { code, facts } = await errorOf(() => openFile(path));
  expect(Date.now() - beforeMs).toBeLessThan(1000);
  expect([code, facts['holder']]).toEqual(['store-in-use', expect.stringContaining(`process ${holder} on`)]);
}

async function expectFree(path: string): Promise<void> {
  const log = openFile(path);
  expect(log.head().position).toBeGreaterThan(0);
  await log.close();
}

async function expectFreeTimeline(path: string): Promise<void> {
  const timeline = await openNews(path);
  expect(timeline.head().position).toBeGreaterThan(0);
  await timeline.close();
}

/** What a process says first: that it holds the file, or the code of the error that it ends with. */
async function firstWord(child: ReturnType<typeof start>): Promise<string> {
  let complained = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complained += text;
  });
  const said = once(child.stdout, 'data').then(([text]) => String(text).trim());
  const ended = once(child, 'close').then(() => /code: '([\w-]+)'/.exec(complained)?.[1] ?? complained);
  return Promise.race([said, ended]);
}
