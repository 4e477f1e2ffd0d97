import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { afterAll, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

// In a process of its own, which can be ended should it never give others their turn.
test('who waits for what is saved to catch up does not keep an import from going on', () => {
  const child = join(import.meta.dirname, '..', 'support', 'caught-up-child.ts');
  const { stdout, stderr } = spawnSync(process.execPath, [child, folder.file()], {
    encoding: 'utf8',
    timeout: 30_000,
  });
  expect(stderr).toBe('');
  expect(stdout).toBe('imported 500, caught up, lag 0\n');
});
