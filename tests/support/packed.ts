import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

import { makeTempFolder } from './temp-folder.ts';

const root = join(import.meta.dirname, '../..');

/** The package as npm makes it. */
export interface Packed {
  /** What is in it, by path. */
  readonly files: readonly { readonly path: string; readonly size: number }[];
  /** Bytes of the packed file. */
  readonly bytes: number;
}

/** A project of a user, in which the package is installed. */
export interface Project {
  readonly packed: Packed;
  readonly path: string;
  /** Runs a program in the project, with the project's own commands before others; rejects with what it wrote when it fails. */
  run(program: string, ...args: readonly string[]): Promise<string>;
  remove(): void;
}

/** Everything runs on the Node that the repository brings. */
const ownNode = join(root, 'node_modules/.bin');

/** Packs the package, has it write its example into an empty folder, and installs it there. */
export async function installPacked(): Promise<Project> {
  const temp = makeTempFolder();
  const path = join(temp.path, 'project');
  const commands = [join(path, 'node_modules/.bin'), ownNode, process.env['PATH']].join(delimiter);
  const runIn = async (cwd: string, program: string, args: readonly string[]): Promise<string> => {
    const options = { cwd, env: { ...process.env, PATH: commands, NO_COLOR: '1' }, maxBuffer: 2 ** 26 };
    try {
      return (await promisify(execFile)(program, args, options)).stdout;
    } catch (error) {
      throw new Error(`${program} ${args.join(' ')}: ${JSON.stringify(error)}\n${String(error)}`, {
        cause: error,
      });
    }
  };
  const told = await runIn(root, 'npm', ['pack', '--json', '--silent', '--pack-destination', temp.path]);
  const [packed] = JSON.parse(told.slice(told.search(/^\[/m)));
  await mkdir(path);
  await runIn(path, 'node', [join(root, 'dist/main.js'), 'init']);
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel', 'error'];
  await runIn(path, 'npm', ['install', ...quiet, join(temp.path, packed.filename)]);
  return {
    packed: { files: packed.files, bytes: packed.size },
    path,
    run: async (program, ...args) => runIn(path, program, args),
    remove: temp.remove,
  };
}

/** Returns the examples of a page in a language, each with the heading it stands under. */
export async function examplesOf(
  page: string,
  language: string,
): Promise<readonly { readonly heading: string; readonly code: string }[]> {
  const text = await readFile(join(root, page), 'utf8');
  return text.split(/^## /m).flatMap((section) =>
    [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'gm'))].map(([, code = '']) => ({
      heading: section.slice(0, section.indexOf('\n')),
      code,
    })),
  );
}
