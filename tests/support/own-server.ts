import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A server of Asof in a process of its own, as a user starts it. */
export interface OwnServer {
  readonly url: string;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts `asof serve` on any port that is free; resolves when it says that it serves, and rejects with what it wrote when it ends instead. */
export async function startOwnServer(
  command: readonly [string, ...string[]],
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<OwnServer> {
  const [program, ...words] = command;
  const child = spawn(program, [...words, 'serve', '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
  const exited = once(child, 'exit');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^Asof serves at (http:\S+)/.exec(line)?.[1];
    if (url === undefined) continue;
    child.stdout.resume();
    return {
      url,
      async stop(signal) {
        child.kill(signal);
        await exited;
      },
    };
  }
  throw new Error(`It ended before it served: ${errors}`);
}
