import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const child = join(import.meta.dirname, 'fuzzed-child.ts');

/** A server in a process of its own, to be asked all kinds of things. */
export interface FuzzedServer {
  readonly port: number;
  /** A token that allows everything, where the server asks for one. */
  readonly token: string | undefined;
  /** What its memory takes after it was tidied up, in bytes. */
  memory(): Promise<{ readonly heap: number; readonly resident: number }>;
  /** Checks the whole log; gives how many events there are, and what is wrong with them. */
  verify(): Promise<{ readonly events: number; readonly faults: readonly unknown[] }>;
  /** Stops it; gives what it wrote to standard error, and how it ended. */
  stop(): Promise<{ readonly complained: string; readonly exitCode: number | null }>;
}

/** Whether tokens are asked for; `harmed` does what a server must never do, for the control. */
export type ServerMode = 'open' | 'tokens' | 'harmed';

/** Starts a server of the founding timeline in a process of its own; resolves when it answers. */
export async function startFuzzedServer(path: string, mode: ServerMode): Promise<FuzzedServer> {
  const server = fork(child, [path, mode], {
    execArgv: ['--no-warnings', '--expose-gc'],
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const complained = server.stderr === null ? Promise.resolve('') : text(server.stderr);
  const exited = once(server, 'exit') as Promise<[number | null]>;
  const told = async <Told>(asked?: string): Promise<Told> => {
    const message = once(server, 'message') as Promise<[Told]>;
    if (asked !== undefined) server.send(asked);
    const ended = exited.then(async ([code]) => {
      throw new Error(`the server ended with ${code}: ${await complained}`);
    });
    const [one] = await Promise.race([message, ended]);
    return one;
  };
  const { port, token } = await told<{ readonly port: number; readonly token?: string }>();
  return {
    port,
    token,
    async memory() {
      const { memory } = await told<{ readonly memory: NodeJS.MemoryUsage }>('memory');
      return { heap: memory.heapUsed, resident: memory.rss };
    },
    async verify() {
      const { verified } = await told<{ readonly verified: Awaited<ReturnType<FuzzedServer['verify']>> }>(
        'verify',
      );
      return verified;
    },
    async stop() {
      server.kill('SIGTERM');
      const [exitCode] = await exited;
      return { complained: await complained, exitCode };
    },
  };
}
