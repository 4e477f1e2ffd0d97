import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';

import { createParser } from 'eventsource-parser';
import type { FastifyInstance } from 'fastify';

import { checkEvent } from './contract.ts';

/** One event as a client hears it. */
export interface Heard {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

/** A client of a stream of events on a connection of its own. */
export interface EventClient {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly socket: Socket;
  /** Everything it heard so far. */
  readonly heard: readonly Heard[];
  /** What came that is no stream of events: a problem document. */
  body(): string;
  comments(): number;
  retry(): number | undefined;
  /** Resolves when it has heard so many events, with all of them; rejects when the stream ends before. */
  hears(count: number): Promise<readonly Heard[]>;
  /** Resolves when a condition holds, which is looked at whenever something came. */
  until(condition: () => boolean): Promise<void>;
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  /** Reads nothing until it is resumed. */
  pause(): void;
  resume(): void;
  close(): void;
}

/** Lets a server listen on a free port of the loopback address. */
export async function listen(app: FastifyInstance): Promise<number> {
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Asks for a stream of events, and holds each against the contract; resolves when the head of the answer is there. */
export async function hear(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<EventClient> {
  const request = get({ host: '127.0.0.1', port, path, headers, agent: false });
  const [response] = await once(request, 'response');
  const heard: Heard[] = [];
  const waiting = new Set<() => void>();
  let text = '';
  let comments = 0;
  let retry: number | undefined;
  let isClosed = false;
  let fault: unknown;
  const parser = createParser({
    onEvent({ event = '', id, data }) {
      const one: Heard = { event, id, data: JSON.parse(data) };
      heard.push(one);
      fault ??= faultOf(() => checkEvent(path, event, one.data));
    },
    onComment: () => (comments += 1),
    onRetry: (ms) => (retry = ms),
  });
  const wake = () => {
    for (const look of waiting) look();
  };
  response.setEncoding('utf8').on('data', (chunk: string) => {
    if (String(response.headers['content-type']).startsWith('text/event-stream')) parser.feed(chunk);
    else text += chunk;
    wake();
  });
  const closed = new Promise<void>((resolve) => {
    response
      .on('error', () => undefined)
      .on('close', () => {
        isClosed = true;
        wake();
        resolve();
      });
  });
  const until = async (condition: () => boolean): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = () => {
        if (fault !== undefined) reject(fault);
        else if (condition()) resolve();
        else if (isClosed) reject(new Error(`It ended after ${heard.map(({ event }) => event).join(', ')}`));
        else return;
        waiting.delete(look);
      };
      waiting.add(look);
      look();
    });
  return {
    status: response.statusCode,
    headers: response.headers,
    socket: response.socket,
    heard,
    body: () => text,
    comments: () => comments,
    retry: () => retry,
    until,
    async hears(count) {
      await until(() => heard.length >= count);
      return heard;
    },
    closed,
    pause: () => response.pause(),
    resume: () => response.resume(),
    close: () => request.destroy(),
  };
}

function faultOf(check: () => void): unknown {
  try {
    check();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Waits until a condition holds that nothing tells of. */
export async function eventually(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Returns how many subscriptions a server has open, as its metrics tell. */
export async function openSubscriptions(app: FastifyInstance): Promise<number> {
  const { body } = await app.inject({ method: 'GET', url: '/metrics' });
  return Number(/^asof_open_subscriptions (\d+)$/m.exec(body)?.[1]);
}
