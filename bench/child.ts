import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { Built, ChildOptions, Order } from './scale-child.ts';

/** A process with a store of one size of its own. */
export interface Child extends ChildOptions {
  build(): Promise<Built>;
  /** Returns the milliseconds that each answer took. */
  ask(order: Omit<Extract<Order, { do: 'ask' }>, 'do'>): Promise<readonly number[]>;
  end(): void;
}

/** Begins a child. */
export function beginChild(options: ChildOptions): Child {
  const child = fork(join(import.meta.dirname, 'scale-child.ts'), [JSON.stringify(options)]);
  return {
    ...options,
    // What a child answers is what its own code sends: the types are those of `carryOut`.
    build: async () => (await answerOf(child, { do: 'build' })) as Built,
    ask: async (order) => (await answerOf(child, { do: 'ask', ...order })) as readonly number[],
    end: () => void child.kill(),
  };
}

async function answerOf(child: ChildProcess, order: Order): Promise<unknown> {
  const done = new AbortController();
  const { signal } = done;
  child.send(order);
  try {
    const ended = once(child, 'exit', { signal }).then(([code]) =>
      Promise.reject(new Error(`a child ended with ${String(code)}`)),
    );
    const [answer]: unknown[] = await Promise.race([once(child, 'message', { signal }), ended]);
    ended.catch(() => undefined);
    return answer;
  } finally {
    done.abort();
  }
}
