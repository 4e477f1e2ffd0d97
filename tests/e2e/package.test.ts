import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };
import { connect } from '../../src/client/index.ts';
import { followInBrowser } from '../support/browser-journey.ts';
import { isWithoutChromium } from '../support/chromium.ts';
import { startOwnServer } from '../support/own-server.ts';
import type { Project } from '../support/packed.ts';
import { examplesOf, installPacked } from '../support/packed.ts';

const root = join(import.meta.dirname, '../..');

/** Most bytes of the packed package. */
const bytesMax = 1_350_000;

let project: Project;

beforeAll(async () => {
  project = await installPacked();
}, 600_000);
afterAll(() => project?.remove());

const fileOf = (name: string, heading: string): string =>
  `${name}-${heading.toLowerCase().replaceAll(/\W+/g, '-')}.ts`;
const inProject = (...path: readonly string[]): string => join(project.path, ...path);
const serve = async (...args: readonly string[]) =>
  startOwnServer([process.execPath, inProject('node_modules/asof/dist/main.js')], args, {
    cwd: project.path,
  });

/** Writes the examples of a page as modules, all those under one heading in one, and returns their names. */
async function writeExamples(page: string, name: string): Promise<readonly string[]> {
  const sections = Map.groupBy(await examplesOf(page, 'ts'), ({ heading }) => heading);
  const files: string[] = [];
  for (const [heading, examples] of sections) {
    const file = fileOf(name, heading);
    await writeFile(inProject(file), `${examples.map(({ code }) => code).join('\n')}\nexport {};\n`);
    files.push(file);
  }
  return files;
}

describe('the tarball', () => {
  test('holds what runs, the page, the founding streams, the example, and nothing else', () => {
    const usual = /^(?:package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
    const data = /^streams\/(?:README\.md|[a-z]+\/[a-z0-9-]+\.jsonl)$|^templates\/init\/[\w.-]+$/;
    const built = /^dist\/(?!web\/)[\w/-]+\.(?:js|d\.ts|json)$/;
    const page =
      /^dist\/web\/(?:index\.html|assets\/(?:[\w.-]+-[\w-]{8}\.(?:js|css|svg)|licences\.txt))(?:\.br|\.gz)?$/;
    const paths = project.packed.files.map(({ path }) => path);
    expect(paths.filter((path) => ![usual, data, built, page].some((rule) => rule.test(path)))).toEqual([]);
    for (const rule of [usual, data, built, page]) expect(paths.some((path) => rule.test(path))).toBe(true);
    expect(project.packed.bytes).toBeLessThan(bytesMax);
  });

  test('names nothing of the machine that made it', async () => {
    for (const { path } of project.packed.files) {
      const text = await readFile(inProject('node_modules/asof', path), 'utf8');
      expect(text.includes(root), path).toBe(false);
    }
  });

  test('declares its types by files that are there', async () => {
    const { files } = project.packed;
    const there = new Set(files.map(({ path }) => path));
    for (const { path } of files.filter((file) => file.path.endsWith('.d.ts'))) {
      const text = await readFile(inProject('node_modules/asof', path), 'utf8');
      for (const [, name = ''] of text.matchAll(/(?:from |import\()["'](\.[^"']+)["']/g))
        expect(there.has(join(path, '..', name.replace(/\.js$/, '.d.ts'))), `${path}: ${name}`).toBe(true);
    }
  });
});

describe('installed into an empty project', () => {
  test('it has its command', async () => {
    expect(await project.run('asof', '--version')).toBe(`${manifest.version}\n`);
  });

  test('its example, and every example of README.md and of docs/library.md, has the types it should', async () => {
    await writeExamples('README.md', 'readme');
    await writeExamples('docs/library.md', 'library');
    await project.run('tsc');
    await project.run('tsc', '--module', 'esnext', '--moduleResolution', 'bundler', '--lib', 'esnext,dom');
  });

  test('the tests of its example pass', async () => {
    expect(await project.run('node', '--test', 'my-timeline.test.ts')).toContain('pass 4');
  });

  test('its example records, answers, serves and tells what changes', async () => {
    await project.run('asof', 'import', 'events.jsonl');
    const ask = async (...more: readonly string[]) =>
      project.run('asof', 'state', 'disruptions', '--as-of', '2026-03-02T08:00:00Z', '--json', ...more);
    expect(await ask('--known-at', '2026-03-02T09:00:00Z')).toContain('a signal fault');
    expect(await ask()).toContain('a fallen tree');
    const server = await serve();
    try {
      const document = await (await fetch(server.url)).text();
      const scripts = [...document.matchAll(/"\.(\/assets\/[^"]+\.js)"/g)].map(([, path = '']) => path);
      expect(scripts.length).toBeGreaterThan(0);
      const always = ['/openapi.json', '/docs', '/readyz', '/problems/unknown-key', '/assets/licences.txt'];
      for (const path of [...always, ...scripts])
        expect((await fetch(server.url + path)).status, path).toBe(200);
      const client = connect(server.url);
      const told: unknown[] = [];
      for await (const { state, position } of client.states('disruptions')) {
        told.push([position, state]);
        if (position === 4) break;
        const data = { title: 'No boats', line: 'Ferry' };
        await client.append('lines-ferry', [{ type: 'DisruptionReported', occurred: '2026-03-03', data }]);
      }
      expect(told).toEqual([
        [3, { disrupted: {}, ended: 1 }],
        [4, { disrupted: { Ferry: { since: '2026-03-03' } }, ended: 1 }],
      ]);
    } finally {
      await server.stop('SIGTERM');
    }
  });

  test('the example of README.md runs', async () => {
    // It reads the store that a server made.
    await project.run('asof', 'import', 'node_modules/asof/streams', '--store', 'sqlite:./data/asof.db');
    for (const file of await writeExamples('README.md', 'readme')) await project.run('node', file);
  });

  test('the examples of docs/library.md run, and say what is written there', async () => {
    const said = await examplesOf('docs/library.md', 'text');
    const server = await serve('--store', 'memory:');
    try {
      for (const file of await writeExamples('docs/library.md', 'library')) {
        const text = await readFile(inProject(file), 'utf8');
        await writeFile(inProject(file), text.replaceAll('http://127.0.0.1:4100', server.url));
        const output = await project.run('node', file);
        const expected = said.filter(({ heading }) => fileOf('library', heading) === file);
        expect(output, file).toBe(expected.map(({ code }) => code).join(''));
      }
    } finally {
      await server.stop('SIGTERM');
    }
  });
});

describe.skipIf(isWithoutChromium)('the client in a browser (skipped where there is no Chromium)', () => {
  test('shows each change once, also those of a time in which the server was killed and away', async () => {
    const store = `sqlite:${inProject('browser.db')}`;
    await followInBrowser({
      store,
      modules: {
        dist: inProject('node_modules/asof/dist'),
        parser: inProject('node_modules/eventsource-parser/dist'),
      },
      serve: async () => serve('--store', store),
    });
  });
});
