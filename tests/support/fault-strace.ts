import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TempFolder } from './temp-folder.ts';

/** It may be there and not be allowed to trace. */
const isUsable = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;

/** Whether tests that need strace are passed over: where it cannot be used, but never in CI, where they fail instead. */
export const isWithoutStrace = !isUsable && process.env['CI'] !== 'true';

/** A program of `tests/faults` that works on a store until it is done, and says on its standard output what was acknowledged. */
export interface FaultChild {
  readonly script: string;
  readonly args: readonly string[];
  /** Text of the statements that set a connection up, and what takes its place. */
  readonly pragmas?: Readonly<Record<string, string>>;
}

/** A program that has run under strace. */
export interface Traced {
  /** Where strace wrote down the calls. */
  readonly tracePath: string;
  /** What the program said on its standard output. */
  readonly said: string;
  /** What it said on its standard error. */
  readonly complained: string;
}

/** Makes a folder for thousands of crash states: in memory where that is possible, for a sync there costs nothing. */
export function makeFaultFolder(): TempFolder {
  const path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'asof-faults-'));
  let files = 0;
  return {
    path,
    file() {
      files += 1;
      return join(path, `${files}.db`);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Returns the arguments that run a child with this Node. */
export function nodeArguments({ script, args, pragmas }: FaultChild): readonly string[] {
  const folder = join(import.meta.dirname, '..', 'faults');
  const loaded = pragmas === undefined ? [] : ['--import', join(folder, 'other-pragmas.ts')];
  return [...loaded, join(folder, script), ...args];
}

/** Returns the environment that a child runs in. */
export function childEnvironment({ pragmas }: FaultChild): NodeJS.ProcessEnv {
  return pragmas === undefined
    ? process.env
    : { ...process.env, ASOF_OTHER_PRAGMAS: JSON.stringify(pragmas) };
}

/** Runs children one after the other under strace with these options; their calls and what they say go to files in a folder. */
export function runTraced(
  folder: string,
  children: readonly FaultChild[],
  options: readonly string[],
): Traced {
  const tracePath = join(folder, 'trace');
  const saidPath = join(folder, 'said');
  let complained = '';
  for (const [index, child] of children.entries()) {
    const said = openSync(saidPath, 'a');
    const { stderr, error } = spawnSync(
      'strace',
      ['-f', '-A', '-o', tracePath, ...options, process.execPath, ...nodeArguments(child)],
      { stdio: ['ignore', said, 'pipe'], encoding: 'utf8', env: childEnvironment(child), timeout: 300_000 },
    );
    closeSync(said);
    if (error !== undefined)
      throw new Error(`child ${index} of ${child.script} did not run`, { cause: error });
    complained += stderr;
  }
  return { tracePath, said: existsSync(saidPath) ? readFileSync(saidPath, 'utf8') : '', complained };
}
