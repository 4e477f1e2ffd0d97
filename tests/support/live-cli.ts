import type { CliWorld, Ran } from './cli.ts';
import { asof } from './cli.ts';

/** A command that goes on. */
export interface LiveCli {
  /** Resolves when it has printed a text, on standard output or standard error; rejects when it ends without. */
  printed(text: string | RegExp): Promise<void>;
  /** What it has printed on standard output so far. */
  out(): string;
  /** Asks it to end. */
  stop(): void;
  readonly done: Promise<Ran>;
}

/** Starts a command that goes on until it is stopped. */
export function startAsof(args: readonly string[], world: CliWorld = {}): LiveCli {
  const all = { out: '', err: '' };
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  let waiting: (() => void)[] = [];
  const heard = (name: 'out' | 'err') => (text: string) => {
    all[name] += text;
    const waited = waiting;
    waiting = [];
    for (const resolve of waited) resolve();
  };
  let isDone = false;
  const done = asof(args, {
    fetch,
    ...world,
    stopped: async () => stopped,
    onOut: heard('out'),
    onErr: heard('err'),
  }).finally(() => {
    isDone = true;
    heard('err')('');
  });
  return {
    async printed(text) {
      const isThere = () => {
        const one = all.out + all.err;
        return typeof text === 'string' ? one.includes(text) : text.test(one);
      };
      while (!isThere()) {
        if (isDone) throw new Error(`It ended without ${String(text)}: ${all.out}\n${all.err}`);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    out: () => all.out,
    stop,
    done,
  };
}
