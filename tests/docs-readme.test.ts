import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, describe, expect, test } from 'vitest';

import { news, openTimeline } from '../src/index.ts';
import { readFolder } from '../src/store/files/folder.ts';

const root = join(import.meta.dirname, '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'asof-readme-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('README.md', () => {
  test('gives the answer that its first question has', async () => {
    const store = `sqlite:${join(folder, 'asof.db')}`;
    const timeline = await openTimeline({ store, ...news });
    await timeline.import(readFolder(join(root, 'streams')));
    await timeline.close();
    const words = /^npm run --silent asof -- (.+)$/m.exec(readme)?.[1]?.match(/'[^']*'|\S+/g) ?? [];
    const args = words.map((word) => word.replaceAll("'", ''));
    const ask = async (...more: readonly string[]) =>
      promisify(execFile)(process.execPath, [join(root, 'src/main.ts'), ...args, '--store', store, ...more]);
    const answer = /^```text\n([^]+?)^```$/m.exec(readme)?.[1];
    expect((await ask()).stdout).toBe(answer);
    expect((await ask('--known-at', '2025-07-03T17:00:00Z', '--ndjson')).stdout).toBe('');
  });

  test('has the scripts that its commands name', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(readme).toContain('npm ci && npm start');
    expect(readme).toContain('npm ci && npm test');
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(['start', 'test', 'check', 'bench', 'asof']));
  });

  test('links to what is there', () => {
    const links = [...readme.matchAll(/\]\((?!http)([^)#]+)\)/g)].map((match) => match[1] ?? '');
    expect(links.length).toBeGreaterThan(10);
    for (const link of links) expect(() => readFileSync(join(root, link)), link).not.toThrow('ENOENT');
  });
});
