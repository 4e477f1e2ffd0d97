import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { median, milliseconds, table } from './measure.ts';

const rounds = 7;

/** Measures how long `asof serve` takes from its start to listening, on an empty store and on each of these, in turn. */
export async function startTimes(paths: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'asof-start-'));
  const stores = [join(folder, 'empty.db'), ...paths];
  const times = new Map<string, number[]>();
  for (let round = 0; round <= rounds; round += 1)
    for (const store of stores) {
      const ms = await startOf(store);
      // The first round makes the empty store and warms up.
      if (round > 0) times.set(store, [...(times.get(store) ?? []), ms]);
    }
  rmSync(folder, { recursive: true });
  const empty = median(times.get(stores[0] ?? '') ?? []);
  const rows = stores.map((store, index) => {
    const ms = median(times.get(store) ?? []);
    return [
      index === 0 ? 'empty' : store.replace(/^.*-(\d+)\.db$/, '$1'),
      milliseconds(ms),
      (ms / empty).toFixed(2),
    ];
  });
  return `${table(['store', 'ms to listening', 'to an empty store'], rows)}\n`;
}

async function startOf(store: string): Promise<number> {
  const main = join(import.meta.dirname, '..', 'src', 'main.ts');
  const before = performance.now();
  const server = spawn(
    process.execPath,
    [main, 'serve', '--store', `sqlite:${store}`, '--port', '0', '--no-founding'],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  try {
    return await new Promise<number>((resolve, reject) => {
      let said = '';
      const hear = (text: string) => {
        said += text;
        if (/http:\/\/127\.0\.0\.1:\d+/.test(said)) resolve(performance.now() - before);
      };
      server.stdout.setEncoding('utf8').on('data', hear);
      server.stderr.setEncoding('utf8').on('data', hear);
      server.once('exit', (code) => reject(new Error(`serve ended with ${code}: ${said}`)));
    });
  } finally {
    server.kill();
    await new Promise((resolve) => server.once('close', resolve));
  }
}
