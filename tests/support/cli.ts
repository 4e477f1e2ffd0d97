import { join } from 'node:path';

import { openAccess } from '../../src/access/open.ts';
import type { CliContext, Output } from '../../src/cli/context.ts';
import { loadModule, mergeWords } from '../../src/cli/module.ts';
import { run } from '../../src/cli/run.ts';
import { backUpStore, restoreStore } from '../../src/copies.ts';
import { news, openTimeline } from '../../src/index.ts';
import { openStoreAndTimeline } from '../../src/open.ts';
import { piecesOf } from './bytes.ts';

/** What differs between the worlds that a command line is run in. */
export interface CliWorld {
  readonly env?: Readonly<Record<string, string>>;
  /** The working directory. */
  readonly cwd?: string;
  readonly stdin?: string;
  /** Columns of a terminal; into a pipe when left out. */
  readonly columns?: number | (() => number);
  readonly foundingStreams?: string;
  readonly fetch?: CliContext['fetch'];
  readonly stopped?: () => Promise<void>;
  readonly onOut?: (text: string) => void;
  /** Milliseconds of the Unix epoch. */
  readonly clock?: () => number;
  readonly wait?: CliContext['wait'];
  readonly takeKeys?: CliContext['takeKeys'];
  readonly onErr?: (text: string) => void;
  /** What every write to standard output fails with. */
  readonly failing?: Error;
  /** Takes the place of what opens a store. */
  readonly open?: CliContext['open'];
}

/** What a command line printed, and its exit code. */
export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command line in this process. */
export async function asof(args: readonly string[], world: CliWorld = {}): Promise<Ran> {
  const { columns, env = {}, stdin, onOut, onErr } = world;
  const printed = { out: '', err: '' };
  const output = (name: 'out' | 'err'): Output => ({
    isTTY: columns !== undefined,
    get columns() {
      return typeof columns === 'function' ? columns() : columns;
    },
    async write(text) {
      if (world.failing !== undefined && name === 'out') throw world.failing;
      printed[name] += text;
      (name === 'out' ? onOut : onErr)?.(text);
    },
  });
  const context: CliContext = {
    version: '0.0.0',
    stdout: output('out'),
    stderr: output('err'),
    stdin: Object.assign(piecesOf(stdin ?? ''), { isTTY: stdin === undefined }),
    env,
    account: 'tester',
    cwd: world.cwd ?? process.cwd(),
    openAccess: (store, index) => openAccess(store, world.clock, index),
    fetch: world.fetch ?? (async () => Promise.reject(new Error('nothing is there'))),
    clock: world.clock ?? Date.now,
    wait: world.wait ?? untilAborted,
    takeKeys: world.takeKeys,
    foundingStreams: world.foundingStreams ?? 'nowhere',
    templates: join(import.meta.dirname, '../../templates'),
    page: join(import.meta.dirname, '../../dist/web'),
    open:
      world.open ??
      (async ({ module, ...request }) => openTimeline({ ...request, ...(await wordsOf(module)) })),
    openToServe: async ({ module, ...request }) =>
      openStoreAndTimeline({ ...request, ...(await wordsOf(module)) }),
    backUp: async ({ module, ...request }) => backUpStore({ ...request, ...(await wordsOf(module)) }),
    restore: async ({ module, ...request }) => restoreStore({ ...request, ...(await wordsOf(module)) }),
    stopped: world.stopped ?? (async () => undefined),
  };
  return { code: await run(args, context), ...printed };
}

async function wordsOf(module: string | undefined) {
  return module === undefined ? news : mergeWords(news, await loadModule(module));
}

/** Waits as if time stood still: only the signal ends it. */
export async function untilAborted(_: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
