import { lstatSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import type { CliContext } from './context.ts';
import { say } from './show.ts';

/** Names that mean something where the files of the example stand: to npm, and to the compiler. */
const namesWritten: Readonly<Record<string, string>> = {
  gitignore: '.gitignore',
  'tsconfig.template.json': 'tsconfig.json',
};

/** Adds `init`: a small working example of a timeline of one's own. */
export function addInit(program: Command, context: CliContext): void {
  program
    .command('init')
    .description('write a small timeline of your own: event types, a projection, a test')
    .argument('[folder]', 'where to; it is made when it is not there', '.')
    .action(async (folder: string) => {
      const target = resolve(context.cwd, folder);
      const place = folder === '.' ? '' : folder;
      const names = await writeExample(target, context);
      await context.stdout.write(names.map((name) => `${join(place, name)}\n`).join(''));
      const there = place === '' ? '' : `cd ${place} && `;
      await say(context, `Next: ${there}npm install && npm test; README.md says how to go on`);
    });
}

/** Writes the files of the example, all or none; throws `file-exists` when one of them is there. */
async function writeExample(target: string, { templates, version }: CliContext): Promise<readonly string[]> {
  const source = join(templates, 'init');
  const files = (await readdir(source)).toSorted().map((name) => [name, namesWritten[name] ?? name] as const);
  for (const [, name] of files) {
    const file = join(target, name);
    // Also a link that leads nowhere is there.
    if (lstatSync(file, { throwIfNoEntry: false }) !== undefined)
      throw new TimelineError('file-exists', `${file} is there already: nothing was written`, { file });
  }
  await mkdir(target, { recursive: true });
  for (const [name, written] of files) {
    const text = await readFile(join(source, name), 'utf8');
    const own = name === 'package.json' ? text.replace('"asof": "0.0.0"', `"asof": "^${version}"`) : text;
    await writeFile(join(target, written), own, { flag: 'wx' });
  }
  return files.map(([, name]) => name);
}
