import type { FastifyRequest } from 'fastify';

import type { AccessControl } from '../access/port.ts';
import { TimelineError } from '../domain/errors.ts';
import { callerOf } from './caller.ts';
import { problemOfError } from './problem.ts';
import type { SseConnection } from './sse-connection.ts';
import { clientOfAddress } from './windows.ts';

/** Who hears events on the connections of one server, how many each, and how long they may. */
export interface Clients {
  /** Throws `too-many-own-subscriptions` when a client has as many as one may have. */
  enter(request: FastifyRequest): void;
  began(connection: SseConnection, request: FastifyRequest): void;
  leave(connection: SseConnection): void;
  /** Ends connections whose token has expired or was revoked, or that show none where one is required now. */
  endOver(connections: Iterable<SseConnection>): void;
}

/** A client: its token, if it showed one, and what it is counted by. */
interface Client {
  readonly token: string | undefined;
  readonly name: string;
}

/** How clients are held to what they may do. */
interface ClientsOptions {
  readonly subscriptionsPerClientMax?: number | undefined;
  readonly access?: AccessControl | undefined;
}

/** Creates what knows the clients that hear events. */
export function createClients(
  storeName: string,
  { subscriptionsPerClientMax = Infinity, access }: ClientsOptions,
): Clients {
  const clients = new WeakMap<SseConnection, Client>();
  const counts = new Map<string, number>();

  function lastFrame(control: AccessControl, token: string | undefined): string | undefined {
    const over = overWith(control, token);
    if (over === undefined) return undefined;
    return `event: fault\ndata: ${JSON.stringify(problemOfError(over, storeName))}\n\n`;
  }

  return {
    enter(request) {
      const { name } = clientOf(request);
      const count = counts.get(name) ?? 0;
      if (count < subscriptionsPerClientMax) return;
      throw new TimelineError(
        'too-many-own-subscriptions',
        `This client has ${count} subscriptions; no more than ${subscriptionsPerClientMax} are served to one at once`,
        { subscriptionsPerClientMax },
      );
    },
    began(connection, request) {
      const client = clientOf(request);
      clients.set(connection, client);
      counts.set(client.name, (counts.get(client.name) ?? 0) + 1);
    },
    leave(connection) {
      const client = clients.get(connection);
      if (client === undefined) return;
      clients.delete(connection);
      const count = (counts.get(client.name) ?? 1) - 1;
      if (count === 0) counts.delete(client.name);
      else counts.set(client.name, count);
    },
    endOver(connections) {
      if (access === undefined) return;
      // Thousands may show the same token, and it is looked at once for all of them.
      const frames = new Map<string | undefined, string | undefined>();
      for (const connection of connections) {
        const token = clients.get(connection)?.token;
        if (!frames.has(token)) frames.set(token, lastFrame(access, token));
        const last = frames.get(token);
        if (last === undefined) continue;
        // Whoever has not even taken that by the next look would keep the place for as long as they like.
        if (connection.isOver) connection.destroy();
        else connection.end(last);
      }
    },
  };
}

function clientOf(request: FastifyRequest): Client {
  const token = callerOf(request)?.id;
  return { token, name: token ?? clientOfAddress(request.ip) };
}

function overWith(access: AccessControl, token: string | undefined): TimelineError | undefined {
  try {
    if (token !== undefined)
      return access.holds(token)
        ? undefined
        : new TimelineError('token-refused', 'The token has expired, or was revoked');
    return access.isRequired()
      ? new TimelineError('token-required', 'From now on this needs a token')
      : undefined;
  } catch (error) {
    if (error instanceof TimelineError) return error;
    throw error;
  }
}
