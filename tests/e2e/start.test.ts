import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { standingOfPage } from '../../scripts/page/stale.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const root = join(import.meta.dirname, '../..');
/** What a checkout does not have, and what need not be copied. */
const left = new Set(['.git', 'node_modules', 'dist', 'data', 'tests', 'bench', 'docs', 'coverage']);

const temp = makeTempFolder();
const clone = join(temp.path, 'clone');
beforeAll(() => {
  cpSync(root, clone, {
    recursive: true,
    filter: (path) => !left.has(path.slice(root.length + 1)),
  });
  symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
});
afterAll(() => temp.remove());

/** Runs `npm start` as it is typed in a fresh checkout, without the Node that the repository brings before others, and without network. */
async function start() {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((one) => !one.includes('node_modules'));
  const env = { ...process.env, PATH: path.join(delimiter), npm_config_offline: 'true', NODE_ENV: '' };
  const words = ['start', '--', '--port', '0', '--store', 'memory:'];
  // In a group of its own, all of which is ended, as a terminal does it.
  const child = spawn('npm', words, { cwd: clone, env, detached: true });
  const exited = once(child, 'exit');
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (told += text));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Asof serves at (http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      told: () => told,
      async stop() {
        process.kill(-(child.pid ?? 0), 'SIGINT');
        await exited;
      },
    };
  }
  throw new Error(`It ended before it served: ${told}`);
}

describe('npm start in a fresh checkout', () => {
  test('builds the page and serves it, and the next time only serves it', async () => {
    expect(standingOfPage(clone)).toBe('missing');
    const first = await start();
    const document = await (await fetch(first.url)).text();
    const [script = ''] = /assets\/[^"]+\.js/.exec(document) ?? [];
    expect((await fetch(`${first.url}/${script}`)).status).toBe(200);
    expect(first.told()).toContain('Building the page');
    await first.stop();
    await expect(fetch(first.url)).rejects.toThrow('fetch failed');

    expect(standingOfPage(clone)).toBe('fresh');
    const second = await start();
    expect(await (await fetch(second.url)).text()).toBe(document);
    expect(second.told()).not.toContain('Building the page');
    await second.stop();
  });

  test('leaves nothing beside the page', () => {
    expect(readdirSync(join(clone, 'dist'))).toEqual(['web']);
  });
});
