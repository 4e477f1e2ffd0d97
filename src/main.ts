#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import manifest from '../package.json' with { type: 'json' };
import type { CliContext, KeysHeard, Output } from './cli/context.ts';

// What Node made of the files is kept, which halves the time of the next start; in a folder that nobody else can write to.
enableCompileCache(join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'asof'));
const [{ loadModule, mergeWords }, { run }, { news, openTimeline }] = await Promise.all([
  import('./cli/module.ts'),
  import('./cli/run.ts'),
  import('./index.ts'),
]);

const context: CliContext = {
  version: manifest.version,
  stdout: outputOf(process.stdout),
  stderr: outputOf(process.stderr),
  stdin: process.stdin,
  env: process.env,
  fetch,
  clock: Date.now,
  // That a wait is cut short is told by the signal itself.
  wait: async (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
  takeKeys: process.stdin.isTTY ? takeKeys : undefined,
  foundingStreams: fileURLToPath(new URL('../streams', import.meta.url)),
  async open({ store, readOnly, module }) {
    const words = module === undefined ? news : mergeWords(news, await loadModule(module));
    return openTimeline({ store, readOnly, ...words });
  },
  stopped,
};

process.exitCode = await run(process.argv.slice(2), context);

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
