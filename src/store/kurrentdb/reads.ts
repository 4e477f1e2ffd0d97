import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ClientReadableStream } from '@grpc/grpc-js';

import type { ClusterClient, StartedCall } from './client.ts';
import type { ReadEvent } from './cluster-event.ts';
import { unreachable } from './failures.ts';

/** How long a read may take. */
export interface ReadLimits {
  /** Milliseconds. */
  readonly waitMs: number;
  /** Gives it up. */
  readonly signal: AbortSignal;
}

/** Starts a read; what comes is read by listening to its call. Throws when it has not started in time, and the reason of the signal. */
export async function startRead(
  client: ClusterClient,
  request: ReadReq,
  limits: ReadLimits,
): Promise<StartedCall<ClientReadableStream<ReadResp>>> {
  const starting = client.start((service, metadata, options) => service.read(request, metadata, options));
  const limit = limitOf(limits);
  try {
    return await Promise.race([starting, limit.reached]);
  } catch (error) {
    starting.then(({ call }) => call.cancel()).catch(() => undefined);
    throw error;
  } finally {
    limit.clear();
  }
}

/**
 * Reads the events that a request asks for, all of them; none of a stream that is not there.
 *
 * Throws what the call ends in, `store-unreachable` when it has not ended in time, and the reason of the signal.
 */
export async function readEvents(
  client: ClusterClient,
  request: ReadReq,
  limits: ReadLimits,
): Promise<readonly ReadEvent[]> {
  const { call, ended } = await startRead(client, request, limits);
  const events: ReadEvent[] = [];
  call.on('data', (response: ReadResp) => {
    const event = response.getEvent()?.getEvent();
    if (event !== undefined) events.push(event);
  });
  const limit = limitOf(limits);
  try {
    const error = await Promise.race([ended, limit.reached]);
    if (error !== undefined) throw error;
    return events;
  } finally {
    limit.clear();
    call.cancel();
  }
}

/** Rejects when the time is over, or the signal aborts. */
function limitOf({ waitMs, signal }: ReadLimits) {
  const { promise: reached, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(unreachable('it did not answer in time')), waitMs);
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  reached.catch(() => undefined);
  return {
    reached,
    clear() {
      clearTimeout(timer);
      signal.removeEventListener('abort', abort);
    },
  };
}
