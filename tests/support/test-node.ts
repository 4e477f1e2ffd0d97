import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import type { NewEvent } from '../../src/domain/event.ts';
import type { ExpectedRevision } from '../../src/domain/stream.ts';
import type { Appended } from '../../src/engine/requests.ts';
import type { FollowingStatus, LogHealth, Parked } from '../../src/store/port.ts';
import type { LoggedEvent } from './cluster-history.ts';
import type { NodeOptions } from './open-node.ts';

const child = join(import.meta.dirname, '..', 'faults', 'node-child.ts');

/** How a node in a process of its own is opened; it goes there as JSON. */
export interface ChildOptions extends Pick<NodeOptions, 'url' | 'path'> {
  /** By how much its clock is ahead of this machine's; behind when negative. */
  readonly clockAheadMs?: number;
}

/** A question to a node. */
export type Asked = { readonly number: number } & Question;

type Question =
  | {
      readonly ask: 'append';
      readonly stream: string;
      readonly expected: ExpectedRevision;
      readonly events: readonly NewEvent[];
    }
  | { readonly ask: 'log' | 'told' | 'status' | 'parked' }
  | { readonly ask: 'ready'; readonly msMax: number };

/** An error that a node answered with, or that it is gone. */
export class NodeFailure extends Error {
  readonly code: string;
  readonly category: string;

  constructor({ code, category, message }: { code: string; category: string; message: string }) {
    super(`${code}: ${message}`);
    this.code = code;
    this.category = category;
  }
}

/** What a node tells of itself. */
export interface NodeStatus {
  readonly health: LogHealth;
  readonly following: FollowingStatus;
  readonly head: number;
}

/** A node in a process of its own. Whatever is asked of it rejects with a `NodeFailure`. */
export interface TestNode {
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended>;
  log(): Promise<readonly LoggedEvent[]>;
  /** The ids of facts that a subscriber was told since the node was opened. */
  told(): Promise<readonly string[]>;
  status(): Promise<NodeStatus>;
  parked(): Promise<readonly Parked[]>;
  ready(msMax: number): Promise<void>;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** Starts a node in a process of its own, in a network namespace where one is named; resolves when it is open. */
export async function startNode(options: ChildOptions, namespace?: string): Promise<TestNode> {
  const node = fork(child, [JSON.stringify(options)], processOptions(namespace));
  const exited = once(node, 'exit');
  const asking = createAsking(node);
  await Promise.race([once(node, 'message'), exited.then(died)]);
  const ask = async <Result>(question: Question) => (await asking(question)) as Result;
  return {
    append: async (stream, events, expected) => ask<Appended>({ ask: 'append', stream, events, expected }),
    log: async () => ask<readonly LoggedEvent[]>({ ask: 'log' }),
    told: async () => ask<readonly string[]>({ ask: 'told' }),
    status: async () => ask<NodeStatus>({ ask: 'status' }),
    parked: async () => ask<readonly Parked[]>({ ask: 'parked' }),
    ready: async (msMax) => ask<void>({ ask: 'ready', msMax }),
    async stop(signal) {
      node.kill(signal);
      await exited;
    },
  };
}

function processOptions(namespace: string | undefined) {
  const execArgv = ['--no-warnings'];
  return namespace === undefined
    ? { execArgv }
    : { execPath: 'ip', execArgv: ['netns', 'exec', namespace, process.execPath, ...execArgv] };
}

function died(): never {
  throw new Error('the node ended before it was open');
}

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (why: NodeFailure) => void;
}

interface Answered {
  readonly number?: number;
  readonly result?: unknown;
  readonly failure?: ConstructorParameters<typeof NodeFailure>[0];
}

const gone = { code: 'gone', category: 'unavailable', message: 'The node is gone' };

function createAsking(node: ChildProcess): (question: Question) => Promise<unknown> {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let isGone = false;
  node.on('message', ({ number = 0, result, failure }: Answered) => {
    const one = waiting.get(number);
    waiting.delete(number);
    if (failure === undefined) one?.resolve(result);
    else one?.reject(new NodeFailure(failure));
  });
  node.on('exit', () => {
    isGone = true;
    for (const { reject } of waiting.values()) reject(new NodeFailure(gone));
  });
  return async (question) => {
    if (isGone) throw new NodeFailure(gone);
    asked += 1;
    const number = asked;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    waiting.set(number, { resolve, reject });
    node.send({ number, ...question }, () => undefined);
    return promise;
  };
}
