import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import type { Setting } from '../src/cli/setting.ts';
import { settingKeys, settings } from '../src/cli/settings.ts';
import type { SettingKey } from '../src/cli/settings.ts';
import { note, serve } from './api/served.ts';
import { asof } from './support/cli.ts';
import { makeTempFolder } from './support/temp-folder.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs', 'operations.md'), 'utf8');
const temp = makeTempFolder();
afterAll(() => temp.remove());

describe('docs/operations.md', () => {
  test('has a row for each setting as it is, and no other', () => {
    const table = sectionOf('Settings')
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    expect(table).toEqual(settingKeys.map(rowOf));
  });

  test('has a row for each metric with its labels, and no other', async () => {
    const rows = sectionOf('Metrics').matchAll(/^\| `(asof_\w+)(?:\{([\w,]+)\})?` \|/gm);
    const documented = [...rows].map(([, name = '', labels = '']) => `${name} ${labels}`);
    expect(documented.toSorted()).toEqual(await metricsThereAre());
  });

  test('names no metric in a rule that is not there', () => {
    const rules = /^```yaml\n([^]*?)^```/m.exec(sectionOf('Metrics'))?.[1] ?? '';
    const named = [...rules.matchAll(/asof_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
    expect(named.length).toBeGreaterThan(3);
    for (const name of named) expect(sectionOf('Metrics')).toMatch(new RegExp(`^\\| \`${name}[{\`]`, 'm'));
  });

  test('shows a configuration file that is taken', async () => {
    const cwd = join(temp.path, 'config');
    mkdirSync(cwd);
    writeFileSync(join(cwd, 'asof.config.json'), /^```json\n([^]*?)^```/m.exec(page)?.[1] ?? '');
    expect(await asof(['config'], { cwd })).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^allowedHosts +asof\.example\.org +file$/m),
    });
  });

  test('shows commands that run as they stand, one after the other', () => {
    const folder = join(temp.path, 'commands');
    mkdirSync(join(folder, 'bin'), { recursive: true });
    const shim = join(folder, 'bin', 'asof');
    writeFileSync(shim, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'src', 'main.ts')}' "$@"\n`);
    chmodSync(shim, 0o755);
    const path = [join(folder, 'bin'), process.env['PATH']].join(delimiter);
    const run = (script: string) =>
      spawnSync('sh', ['-e', '-c', script], {
        cwd: folder,
        encoding: 'utf8',
        env: { ...process.env, PATH: path },
      });
    expect(run(`asof import '${join(root, 'streams')}'`).status).toBe(0);
    const blocks = [...page.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, block = '']) => block);
    expect(blocks.length).toBeGreaterThanOrEqual(4);
    const printed = blocks.map((block) => {
      const { status, stdout, stderr } = run(block);
      expect({ block, status, stderr: status === 0 ? '' : stderr }).toEqual({ block, status: 0, stderr: '' });
      return stdout;
    });
    expect(printed.join('')).toMatch(/^hash +[0-9a-f]{64}$/m);
    expect(run('asof nonsense').status).toBe(2);
  });
});

function rowOf(key: SettingKey): string {
  const { flag, env, what, usual, usually } = settings[key] as Setting<unknown>;
  const isNone = usual === undefined || (Array.isArray(usual) && usual.length === 0);
  const shown =
    usually ?? (isNone ? 'none' : `\`${typeof usual === 'string' ? usual : JSON.stringify(usual)}\``);
  return `| \`${key}\` | ${flag === undefined ? '' : `\`${flag}\``} | \`${env}\` | ${shown} | ${what} |`;
}

function sectionOf(heading: string): string {
  const from = page.indexOf(`\n## ${heading}\n`);
  const to = page.indexOf('\n## ', from + 1);
  return page.slice(from, to);
}

/** Lists the metrics of a server that has seen every kind of thing, with the names of their labels. */
async function metricsThereAre(): Promise<readonly string[]> {
  const counts = { reconnects: 0, parked: 0, leftOut: 0, staged: 0 };
  const following = { ...counts, lagBytes: 0, lagMs: 0, clockSkewMs: 0 };
  const building = { version: 2, share: 0.5, eventsPerSecond: 10, secondsLeft: 1 };
  const served = await serve({
    watching: (timeline) => ({
      ...timeline,
      following: () => ({ ...following, state: 'live', since: 0 }),
      projections: () => timeline.projections().map((info) => ({ ...info, building })),
    }),
  });
  await served.post('/v1/streams/notes-a/events', note('a'));
  await served.get('/none');
  const { body } = await served.get('/metrics');
  await served.close();
  const found = [...body.matchAll(/^(asof_\w+)(?:\{(.*)\})? \S+$/gm)].map(([, name = '', labels = '']) => {
    const names = [...labels.matchAll(/(\w+)="/g)]
      .map(([, label]) => label)
      .filter((label) => label !== 'le');
    return `${name.replace(/_(?:bucket|sum|count)$/, '')} ${names.join()}`;
  });
  return [...new Set(found)].toSorted();
}
