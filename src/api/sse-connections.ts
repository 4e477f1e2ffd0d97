import { setImmediate, setTimeout } from 'node:timers/promises';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { AccessControl } from '../access/port.ts';
import { TimelineError } from '../domain/errors.ts';
import { connectionOf, silentConnections } from './gone-sockets.ts';
import { createClients } from './sse-clients.ts';
import { SseConnection } from './sse-connection.ts';

/** How many clients may hear events at once, when the options do not say. */
export const subscriptionsMaxUsual = 20_000;
/** How often a connection says something at least, in milliseconds, when the options do not say. */
export const heartbeatMsUsual = 15_000;

/** What clients hear when the server stops, or has no more to tell. */
export const byeFrame = 'event: bye\ndata: {}\n\n';

/** How long clients have to take what was sent when the server stops, in milliseconds. */
const stopMsMax = 500;

const beatBytes = Buffer.from(':\n\n');
/** Connections are looked at so many times a heartbeat, so that a client that vanished is gone within two of them. */
const looksABeat = 2;
/** Connections that are looked at before others have their turn. */
const connectionsAtATime = 256;

/** How clients that hear events are served. */
export interface SseOptions {
  /** How often a connection says something at least, in milliseconds; 15 s when left out. */
  readonly heartbeatMs?: number | undefined;
  /** How many clients may hear events at once; 20,000 when left out. */
  readonly subscriptionsMax?: number | undefined;
  /** How many of them one client may hear: one token, or one address where none is shown; any number when left out. */
  readonly subscriptionsPerClientMax?: number | undefined;
  /** Who may do what: what a token began ends with it. */
  readonly access?: AccessControl | undefined;
}

/** What clients hear of on a connection. */
export type ConnectionKind = 'projection' | 'timeline' | 'replay';

/** The connections of one server on which clients hear events. */
export interface SseConnections {
  /** Nobody's business outside: it is taken out of what is told of an error. */
  readonly storeName: string;
  /** How many there are, and have not left anything behind. */
  count(): number;
  /** Makes room for one; throws `too-many-subscriptions` and `too-many-own-subscriptions`. */
  enter(request: FastifyRequest, reply: FastifyReply): SseConnection;
  /** Returns how many there are of each kind. */
  kinds(): Readonly<Record<ConnectionKind, number>>;
  /** Notes that something was sent to a client: an update, a change or a step. */
  told(): void;
  /** Returns how often something was sent. */
  sent(): number;
  /** Forgets one that is over. */
  leave(connection: SseConnection): void;
}

/**
 * Keeps the connections on which clients hear events: one heartbeat for all of them, an eye on clients that vanished, and their end when
 * the server stops.
 */
export function createSseConnections(
  app: Pick<FastifyInstance, 'addHook'>,
  storeName: string,
  options: SseOptions = {},
): SseConnections {
  const { heartbeatMs = heartbeatMsUsual, subscriptionsMax = subscriptionsMaxUsual } = options;
  const connections = new Set<SseConnection>();
  const kinds = new WeakMap<SseConnection, ConnectionKind>();
  const socketsInUse = new WeakSet<object>();
  let sent = 0;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let emptied: (() => void) | undefined;
  let isLooking = false;
  const clients = createClients(storeName, options);

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    await dropSilent(connections);
    clients.endOver(connections);
    await beat(connections);
    isLooking = false;
  }

  app.addHook('preClose', async () => {
    isStopping = true;
    for (const connection of connections) connection.end(byeFrame);
    const { promise, resolve } = Promise.withResolvers<void>();
    emptied = resolve;
    if (connections.size === 0) return;
    await Promise.race([promise, setTimeout(stopMsMax, undefined, { ref: false })]);
    for (const connection of connections) connection.destroy();
  });

  return {
    storeName,
    count: () => connections.size,
    kinds() {
      const counts = { projection: 0, timeline: 0, replay: 0 };
      for (const connection of connections) counts[kinds.get(connection) ?? 'projection'] += 1;
      return counts;
    },
    told() {
      sent += 1;
    },
    sent: () => sent,
    enter(request, reply) {
      if (connections.size >= subscriptionsMax)
        throw new TimelineError(
          'too-many-subscriptions',
          `There are ${connections.size} subscriptions; no more than ${subscriptionsMax} are served at once`,
          { subscriptionsMax },
        );
      const { socket } = request.raw;
      // What is asked for behind a stream on the same connection would never be answered.
      if (socketsInUse.has(socket))
        throw new TimelineError('too-many-subscriptions', 'A connection takes one subscription', {
          subscriptionsMax: 1,
        });
      clients.enter(request);
      socketsInUse.add(socket);
      const connection = new SseConnection(socket, reply.raw);
      clients.began(connection, request);
      if (isStopping) connection.end(byeFrame);
      connections.add(connection);
      kinds.set(connection, kindOf(request));
      timer ??= setInterval(() => void look(), heartbeatMs / looksABeat).unref();
      return connection;
    },
    leave(connection) {
      connections.delete(connection);
      clients.leave(connection);
      socketsInUse.delete(connection.socket);
      if (connections.size > 0) return;
      clearInterval(timer);
      timer = undefined;
      emptied?.();
    },
  };
}

function kindOf({ routeOptions }: FastifyRequest): ConnectionKind {
  if (routeOptions.url === '/v1/replay') return 'replay';
  return routeOptions.url === '/v1/timeline/updates' ? 'timeline' : 'projection';
}

/** Writes a comment to each connection that has said nothing for a heartbeat, unless its client is behind. */
async function beat(connections: ReadonlySet<SseConnection>): Promise<void> {
  let looked = 0;
  for (const connection of connections) {
    connection.quietLooks += 1;
    if (connection.quietLooks >= looksABeat && connection.isReady) connection.write(beatBytes);
    looked += 1;
    if (looked % connectionsAtATime === 0) await setImmediate();
  }
}

/** Closes the connections whose clients are silent for the second time. */
async function dropSilent(connections: ReadonlySet<SseConnection>): Promise<void> {
  const silent = await silentConnections();
  for (const connection of connections) {
    const isSilent = silent.size > 0 && silent.has(connectionOf(connection.socket) ?? '');
    if (isSilent && connection.isSuspect) connection.destroy();
    connection.isSuspect = isSilent;
  }
}
