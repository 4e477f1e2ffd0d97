import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { asof } from './support/cli.ts';
import { commandsOf, leavingOut, runShown } from './support/shown-commands.ts';

const docs = join(import.meta.dirname, '..', 'docs');
const guide = (name: string) => readFileSync(join(docs, 'guides', `${name}.md`), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'asof-guides-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('docs/guides/analyst.md', () => {
  const world = { env: { ASOF_STORE: `sqlite:${join(folder, 'asof.db')}` } };

  test.each(commandsOf(guide('analyst')))('shows what is really printed: $line', async (command) => {
    const { code, out, err } = await runShown(command, world);
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
    if (command.line.endsWith('--ndjson')) expect(out).toBe('');
    if (command.shown !== undefined) expect(leavingOut(out, command.shown)).toBe(command.shown);
  });

  test('a page that shows what is not printed is found out', async () => {
    const real = 'one\ntwo\nthree\n';
    expect(leavingOut(real, '…\ntwo\n…\n')).toBe('…\ntwo\n…\n');
    expect(leavingOut(real, '…\ntwo\n')).not.toBe('…\ntwo\n');
    expect(leavingOut(real, '…\nfour\n…\n')).not.toBe('…\nfour\n…\n');
    expect(leavingOut(real, '…\nthree\n…\ntwo\n…\n')).not.toBe('…\nthree\n…\ntwo\n…\n');
  });
});

describe('docs/guides/operator.md', () => {
  const store = `sqlite:${join(folder, 'served.db')}`;

  test.each(commandsOf(guide('operator')))('shows what can be done: $line', async ({ line }) => {
    if (!existsSync(join(folder, 'served.db')))
      await runShown({ line: 'asof import streams' }, { env: { ASOF_STORE: store } });
    const inFolder = line.replace(/(?<=sqlite:)(?=\w)|(?<= )(?=asof-copy)/g, `${folder}/`);
    const { code, err } = await runShown({ line: inFolder }, { env: { ASOF_STORE: store } });
    expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
  });

  test('has a configuration that is taken', async () => {
    const [, text = ''] = /```json\n([^]*?)```/.exec(guide('operator')) ?? [];
    const file = join(folder, 'asof.config.json');
    writeFileSync(file, text);
    const { code, out } = await asof(['config', '--json', '--config', file]);
    expect(code).toBe(0);
    for (const name of Object.keys(JSON.parse(text))) expect(out).toContain(name);
  });
});

describe('docs/guides/developer.md', () => {
  test.each(commandsOf(guide('developer')))('shows what can be done: $line', async ({ line }) => {
    const { code } = await runShown({ line: line.replace('my-timeline', join(folder, 'my-timeline')) }, {});
    expect(code).toBe(0);
    expect(existsSync(join(folder, 'my-timeline', 'my-timeline.ts'))).toBe(true);
  });
});

describe('every page under docs', () => {
  const pages = readdirSync(docs, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.md'),
  );

  test.each(pages)('%s links to what is there', (file) => {
    const page = join(docs, file);
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)];
    expect(links.map(([, link = '']) => link).filter((link) => !existsSync(join(page, '..', link)))).toEqual(
      [],
    );
  });
});
