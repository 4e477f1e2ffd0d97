import { writeFileSync } from 'node:fs';

import { afterAll, describe, expect, test } from 'vitest';

import { createChance, faultSeed } from '../support/fault-chance.ts';
import { acknowledgedIn, lostFrom, tornIn } from '../support/fault-checks.ts';
import { createFaultyDisk } from '../support/fault-disk.ts';
import { readSteps } from '../support/fault-trace.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

describe('what finds harm', () => {
  test('notices an acknowledged event that is not there, and no line that was cut off', () => {
    expect(acknowledgedIn('a\nfailed store-full\nb\nc')).toEqual(['a', 'b']);
    expect(lostFrom(['a'], ['a', 'b'])).toHaveLength(1);
    expect(lostFrom(['a', 'b'], ['a'])).toEqual([]);
  });

  test('notices half an append', () => {
    expect(tornIn(['e-1-1-of-2', 'e-1-2-of-2', 'e-2-1-of-2'])).toHaveLength(1);
    expect(tornIn(['e-1-1-of-2', 'e-1-2-of-2', 'other'])).toEqual([]);
  });
});

describe('a faulty disk', () => {
  const path = '/data/log.db';
  const write = (byte: number) =>
    ({ do: 'write', path, offset: 0, bytes: Buffer.alloc(1024, byte) }) as const;

  test('keeps what was synced, and of the rest anything between nothing and all', () => {
    const chance = createChance(faultSeed);
    const disk = createFaultyDisk(chance);
    for (const step of [
      { do: 'create', path },
      write(1),
      { do: 'sync', path },
      { do: 'sync', path: '/data' },
    ] as const)
      disk.apply(step);
    disk.apply(write(2));
    const left = Array.from({ length: 200 }, () => disk.crash(chance).get(path));
    const seen = new Set(left.map((content) => `${content?.[0]} ${content?.[600]} ${content?.length}`));
    expect([...seen].toSorted()).toEqual(['1 1 1024', '1 2 1024', '2 1 1024', '2 2 1024']);
  });

  test('may lose a file whose folder was not synced', () => {
    const chance = createChance(faultSeed);
    const disk = createFaultyDisk(chance);
    for (const step of [{ do: 'create', path }, write(1), { do: 'sync', path }] as const) disk.apply(step);
    const left = new Set(Array.from({ length: 50 }, () => disk.crash(chance).has(path)));
    expect(left).toEqual(new Set([true, false]));
  });

  test('forgets for good what a failed sync did not write', () => {
    const chance = createChance(faultSeed);
    const left = Array.from({ length: 50 }, () => {
      const disk = createFaultyDisk(chance);
      disk.apply({ do: 'create', path });
      disk.apply(write(1));
      disk.apply({ do: 'sync-failed', path });
      disk.apply({ do: 'sync', path });
      disk.apply({ do: 'sync', path: '/data' });
      return disk.crash(chance).get(path)?.length;
    });
    expect(new Set(left)).toEqual(new Set([0, 1024]));
  });
});

test('a trace is read in the order in which calls ended, also where threads took turns', () => {
  const db = hex('/data/log.db');
  const trace = folder.file();
  writeFileSync(
    trace,
    [
      `10    openat(AT_FDCWD<${hex('/')}>, "${db}", O_RDWR|O_CREAT, 0600) = 3<${db}>`,
      `10    pwrite64(3<${db}>, "${hex('ab')}", 2, 512 <unfinished ...>`,
      `11    write(1<${hex('pipe:[1]')}>, "${hex('said')}", 4) = 4`,
      `10    <... pwrite64 resumed>)            = 2`,
      `10    fsync(3<${db}> <unfinished ...>`,
      `10    <... fsync resumed>)               = -1 EIO (Input/output error) (INJECTED)`,
      `10    pwrite64(4<${hex('/data/log.db-shm')}>, "${hex('x')}", 1, 0) = 1`,
      `10    unlink("${db}") = 0`,
      '10    +++ exited with 0 +++',
      '',
    ].join('\n'),
  );
  const path = '/data/log.db';
  expect(readSteps(trace, '/data')).toEqual([
    { do: 'create', path },
    { do: 'say', text: 'said' },
    { do: 'write', path, offset: 512, bytes: Buffer.from('ab') },
    { do: 'sync-failed', path },
    { do: 'remove', path },
  ]);
});

function hex(text: string): string {
  return Buffer.from(text)
    .toString('hex')
    .replaceAll(/../g, String.raw`\x$&`);
}
