import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { afterAll, describe, expect, test } from 'vitest';

import { append, handedOver, idsIn, seen } from '../store/contract/setup.ts';
import { openFile } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

// A limit on the size of files stands for a disk on which a write fails: Node ignores the signal that comes with it.
describe('when the system refuses to write on', () => {
  test.each([300, 400, 700, 1500])(
    'after files of %i blocks, what was acknowledged is kept and nothing more is acknowledged',
    async (blocks) => {
      const path = folder.file();
      const { acknowledged, codes } = appendUntilFull(path, blocks);
      expect(codes.length).toBeGreaterThanOrEqual(2);
      // The index, which appends look things up in, may come to its limit before the log does.
      expect(codes.at(-1)).toMatch(/^store-(?:poisoned|full|unreachable)$/);
      const log = openFile(path);
      const recorded = new Set(idsIn(log));
      expect(acknowledged.filter((id) => !recorded.has(id))).toEqual([]);
      expect(recorded.size % 2).toBe(0);
      expect((await log.verify()).faults).toEqual([]);
      const { events } = await append(log, 'seen-kyiv', [seen('later')]);
      expect(events[0]?.position).toBe(recorded.size + 1);
      await log.close();
    },
  );
});

describe('the health of a store', () => {
  test('tells of a write that failed as soon as it has failed', () => {
    const child = join(import.meta.dirname, 'health-child.ts');
    const command = ['-c', 'ulimit -f 1500 && exec "$0" "$@"', process.execPath, child, folder.file()];
    const { stdout, stderr } = spawnSync('sh', command, { encoding: 'utf8', timeout: 60_000 });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ok (?:poisoned|full) closed\n$/);
  });

  test('stays full until something was written again, whatever is refused, repeated or tried out meanwhile', async () => {
    const log = openFile(folder.file());
    const first = [seen('e-1', '2025')];
    await append(log, 'seen-kyiv', first);
    await withoutRoom(async () => expect(append(log, 'seen-kyiv', [seen('e-2', '2025')])).rejects.toThrow());
    const healths = [log.health()];
    await expect(append(log, 'seen-kyiv', [seen('e-3', '2025')], 'none')).rejects.toThrow();
    healths.push(log.health());
    await append(log, 'seen-kyiv', first);
    healths.push(log.health());
    await log.import(handedOver([{ stream: 'seen-kyiv', event: seen('e-4', '2025') }]), { dryRun: true });
    healths.push(log.health());
    await append(log, 'seen-kyiv', [seen('e-5', '2025')]);
    expect([...healths, log.health()]).toEqual(['full', 'full', 'full', 'full', 'ok']);
    await log.close();
  });

  test('is full, too, where appends are refused because only the index finds no room', async () => {
    const log = openFile(folder.file());
    await append(log, 'seen-kyiv', [seen('e-1', '2025')]);
    await withoutRoom(async () => {
      expect(() => log.head()).toThrow(expect.objectContaining({ code: 'store-full' }));
      await expect(append(log, 'seen-kyiv', [seen('e-2', '2025')])).rejects.toMatchObject({
        code: 'store-full',
      });
    }, '-index');
    expect(log.health()).toBe('full');
    await append(log, 'seen-kyiv', [seen('e-3', '2025')]);
    expect([log.health(), ...idsIn(log)]).toEqual(['ok', 'e-1', 'e-3']);
    await log.close();
  });

  test('tells who only reads, and what is closed', async () => {
    const path = folder.file();
    const log = openFile(path);
    const reader = openFile(path, { readOnly: true });
    expect([log.health(), reader.health()]).toEqual(['ok', 'read-only']);
    await reader.close();
    await log.close();
    expect([log.health(), reader.health()]).toEqual(['closed', 'closed']);
  });
});

/** Runs work during which no commit finds room on the disk, into a file whose path ends so. */
async function withoutRoom(work: () => Promise<void>, ending = ''): Promise<void> {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function refusing(sql) {
    if (sql === 'COMMIT' && this.location()?.endsWith(ending) === true)
      throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
    exec.call(this, sql);
  };
  try {
    await work();
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}

/** Runs the appending child with a limit on the size of every file that it writes, in blocks of 512 or 1,024 bytes. */
function appendUntilFull(path: string, blocks: number) {
  const command = `ulimit -f ${blocks} && exec "$0" "$@"`;
  const child = join(import.meta.dirname, 'appending-child.ts');
  const { stdout, stderr, status } = spawnSync('sh', ['-c', command, process.execPath, child, path, 'e'], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const lines = stdout.trim().split('\n');
  return {
    acknowledged: lines.filter((line) => !isFailure(line)),
    codes: lines.filter(isFailure).map((line) => line.slice('failed '.length)),
  };
}

function isFailure(line: string): boolean {
  return line.startsWith('failed ');
}
