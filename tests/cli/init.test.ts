import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import manifest from '../../package.json' with { type: 'json' };
import { asof } from '../support/cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const temp = makeTempFolder();
const files = [
  '.gitignore',
  'README.md',
  'asof.config.json',
  'events.jsonl',
  'my-timeline.test.ts',
  'my-timeline.ts',
  'package.json',
  'tsconfig.json',
];

afterAll(() => temp.remove());

describe('asof init', () => {
  test('writes a small working project into a folder that it makes, and says how to go on', async () => {
    const { code, out, err } = await asof(['init', 'here/mine'], { cwd: temp.path });
    expect(code).toBe(0);
    expect(out.trim().split('\n').toSorted()).toEqual(files.map((file) => `here/mine/${file}`).toSorted());
    expect(err).toBe('Next: cd here/mine && npm install && npm test; README.md says how to go on\n');
    expect(readdirSync(join(temp.path, 'here/mine')).toSorted()).toEqual(files.toSorted());
  });

  test('names this version of Asof, and the packages that it is built with', async () => {
    await asof(['init', 'versions'], { cwd: temp.path });
    const own = JSON.parse(readFileSync(join(temp.path, 'versions/package.json'), 'utf8'));
    expect(own.dependencies).toEqual({ asof: '^0.0.0', zod: manifest.dependencies.zod });
    const { typescript, '@types/node': types } = manifest.devDependencies;
    expect(own.devDependencies).toEqual({ typescript, '@types/node': types });
    expect(own.engines).toEqual(manifest.engines);
  });

  test('writes nothing where one of its files is there', async () => {
    const folder = join(temp.path, 'taken');
    mkdirSync(folder);
    writeFileSync(join(folder, 'my-timeline.ts'), 'mine');
    const { code, out, err } = await asof(['init'], { cwd: folder });
    expect({ code, out }).toEqual({ code: 4, out: '' });
    expect(err).toContain('(file-exists)');
    expect(readdirSync(folder)).toEqual(['my-timeline.ts']);
    expect(readFileSync(join(folder, 'my-timeline.ts'), 'utf8')).toBe('mine');
  });

  test('writes nothing where one of them is a link, wherever that leads', async () => {
    const folder = join(temp.path, 'linked');
    mkdirSync(folder);
    symlinkSync(join(temp.path, 'nowhere'), join(folder, 'tsconfig.json'));
    const { code, err } = await asof(['init'], { cwd: folder });
    expect({ code, err }).toEqual({ code: 4, err: expect.stringContaining('(file-exists)') });
    expect(readdirSync(folder)).toEqual(['tsconfig.json']);
  });
});
