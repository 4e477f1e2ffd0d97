#!/usr/bin/env node
import * as nodeModule from 'node:module';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import manifest from '../package.json' with { type: 'json' };
import type { CliContext, KeysHeard, Output } from './cli/context.ts';

// An older Node would end with an error about a module of its own; npm only warns of it.
if (Number.parseInt(process.versions.node, 10) < 26) {
  process.stderr.write(`asof: Asof needs Node 26 or newer; this is Node ${process.versions.node}\n`);
  process.exit(2);
}

// What Node made of the files is kept, which halves the time of the next start; in a folder that nobody else can write to.
nodeModule.enableCompileCache(join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'asof'));
const [{ openAccess }, { loadModule, mergeWords }, { run }] = await Promise.all([
  import('./access/open.ts'),
  import('./cli/module.ts'),
  import('./cli/run.ts'),
]);

/** Only what opens a store pays for loading the engine, and not what asks a server. */
const library = async () => import('./index.ts');

const context: CliContext = {
  version: manifest.version,
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  stdin: process.stdin,
  env: process.env,
  account: accountName(),
  cwd: process.cwd(),
  fetch,
  clock: Date.now,
  // That a wait is cut short is told by the signal itself.
  wait: async (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
  takeKeys: process.stdin.isTTY ? takeKeys : undefined,
  foundingStreams: fileURLToPath(new URL('../streams', import.meta.url)),
  templates: fileURLToPath(new URL('../templates', import.meta.url)),
  // Built code has the page beside it; the sources have those of the page there.
  page: fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? '../dist/web' : 'web', import.meta.url)),
  open: async ({ module, ...request }) =>
    (await library()).openTimeline({ ...request, ...(await wordsOf(module)) }),
  async openToServe({ module, ...request }) {
    const { openStoreAndTimeline } = await import('./open.ts');
    return openStoreAndTimeline({ ...request, ...(await wordsOf(module)) });
  },
  backUp: async ({ module, ...request }) =>
    (await library()).backUpStore({ ...request, ...(await wordsOf(module)) }),
  restore: async ({ module, ...request }) =>
    (await library()).restoreStore({ ...request, ...(await wordsOf(module)) }),
  openAccess: (store, index) => openAccess(store, Date.now, index),
  stopped,
};

process.exitCode = await run(process.argv.slice(2), context);

async function wordsOf(module: string | undefined) {
  const { news } = await library();
  return module === undefined ? news : mergeWords(news, await loadModule(module));
}

/** An account that has no name, as in many containers, is called by its number. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}

function outputOf(stream: NodeJS.WriteStream): Output {
  // Whoever writes hears of an error by its own promise; without this, Node would end the process.
  stream.on('error', () => undefined);
  return {
    write: async (text) =>
      new Promise((resolve, reject) => {
        stream.write(text, (error) => (error ? reject(error) : resolve()));
      }),
    isTTY: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined;
    },
  };
}

function takeKeys(heard: KeysHeard): () => void {
  const { stdin } = process;
  const hear = (bytes: Buffer) => heard(bytes.toString());
  stdin.setRawMode(true);
  stdin.on('data', hear).resume();
  return () => {
    stdin.off('data', hear).pause();
    stdin.setRawMode(false);
  };
}

/** The first signal asks to end; a second one ends at once, as signals do when nobody listens. */
async function stopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
