import type { FastifyReply, FastifyRequest } from 'fastify';

import { TimelineError } from '../domain/errors.ts';
import { problemOfError } from './problem.ts';
import type { SseConnection } from './sse-connection.ts';
import type { SseConnections } from './sse-connections.ts';
import { byeFrame } from './sse-connections.ts';

/** One event as it is sent: its name, what to go on after, and its data. */
export interface SentEvent {
  readonly event: string;
  readonly id?: string;
  readonly data: unknown;
}

/** What is told to one client, and how. */
export interface Telling<Item extends object> {
  /** Begins it; it is to end when the signal aborts. */
  open(signal: AbortSignal): AsyncGenerator<Item, void, undefined>;
  /** Returns an item as it is sent. */
  frameOf(item: Item): Buffer;
  /** Returns whether nothing comes after an item; without such an item the end means that the server stops. */
  isLast?(item: Item): boolean;
}

/** How many milliseconds a client that was cut off waits before it asks again. */
const firstText = 'retry: 1000\n\n';

const sseHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  // A proxy such as nginx passes each event on at once.
  'x-accel-buffering': 'no',
};

/** Returns how items are sent, each written once, however many clients get it. */
export function framesOf<Item extends object>(sentOf: (item: Item) => SentEvent): (item: Item) => Buffer {
  const frames = new WeakMap<Item, Buffer>();
  return (item) => {
    const known = frames.get(item);
    if (known !== undefined) return known;
    const frame = Buffer.from(textOf(sentOf(item)));
    frames.set(item, frame);
    return frame;
  };
}

/**
 * Sends items as server-sent events, each only when the client has taken those before.
 *
 * The first is awaited before the answer begins, so that what is wrong with the question is still a problem document. When the client
 * leaves or the server stops, the generator is told to end, and is returned.
 */
export async function sendEvents<Item extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  connections: SseConnections,
  telling: Telling<Item>,
): Promise<FastifyReply> {
  const connection = connections.enter(request, reply);
  try {
    const items = telling.open(connection.signal);
    const first = await items.next();
    reply.headers(sseHeaders);
    if (request.method === 'HEAD') await items.return();
    else void tell(request, reply.hijack(), connections, { connection, telling, items, first });
  } catch (error) {
    giveUp(connections, connection);
    throw error;
  }
  if (request.method === 'HEAD') {
    giveUp(connections, connection);
    // The framework would say that the answer to GET has no bytes.
    reply.hijack().raw.writeHead(200, headersOf(reply)).end();
  }
  return reply;
}

function giveUp(connections: SseConnections, connection: SseConnection): void {
  connection.giveBack();
  connections.leave(connection);
}

interface Begun<Item extends object> {
  readonly connection: SseConnection;
  readonly telling: Telling<Item>;
  readonly items: AsyncGenerator<Item, void, undefined>;
  readonly first: IteratorResult<Item, void>;
}

/** Tells what there is until one side leaves; whatever happens, nothing is left behind. */
async function tell<Item extends object>(
  request: FastifyRequest,
  reply: FastifyReply,
  connections: SseConnections,
  { connection, telling, items, first }: Begun<Item>,
): Promise<void> {
  try {
    await connection.begin(headersOf(reply), firstText);
    await pump(connection, items, first, { ...telling, onTold: connections.told });
  } catch (error) {
    if (error instanceof TimelineError)
      connection.end(textOf({ event: 'fault', data: problemOfError(error, connections.storeName) }));
    else {
      if (!connection.isOver) request.log.error({ err: error });
      connection.destroy();
    }
  }
  await items.return().catch(() => undefined);
  await connection.closed;
  connections.leave(connection);
}

/** One turn a frame: whoever has not taken it is not asked for, and nothing is made for later. */
async function pump<Item extends object>(
  connection: SseConnection,
  items: AsyncGenerator<Item, void, undefined>,
  first: IteratorResult<Item, void>,
  { frameOf, isLast, onTold }: Telling<Item> & { readonly onTold: () => void },
): Promise<void> {
  for (let item = first; item.done !== true && !connection.isOver; item = await items.next()) {
    onTold();
    if (!connection.write(frameOf(item.value))) await connection.taken();
    if (isLast?.(item.value) === true) return connection.end('');
  }
  connection.end(byeFrame);
}

/** An answer that is not sent by the framework still has all its headers. */
function headersOf(reply: FastifyReply): Record<string, string> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
}

function textOf({ event, id, data }: SentEvent): string {
  return `event: ${event}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}
