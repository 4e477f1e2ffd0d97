import type { Client, CloudEvent, ExpectedRevision } from '../../../client/index.ts';
import { TimelineError } from '../../../client/index.ts';
import { memberOf, numberOf } from '../../panels/shared/json.ts';

/** What was recorded in a stream after it was looked at. */
export interface Between {
  /** The latest of the events, oldest first. */
  readonly events: readonly CloudEvent[];
  /** How many events came. */
  readonly count: number;
  /** The revision that the stream is at now. */
  readonly revision: number;
}

/** Where a stream was when it was looked at. */
export interface StreamRevision {
  readonly stream: string;
  readonly revision: ExpectedRevision;
}

/** The most events that are listed. */
const most = 20;

/** Returns the revision that an append to a stream must find: that of its last event, or `none`; throws the server's error. */
export async function revisionOf(client: Pick<Client, 'get'>, stream: string): Promise<ExpectedRevision> {
  const path = `/v1/streams/${encodeURIComponent(stream)}/events`;
  try {
    const page = await client.get<unknown>(path, { direction: 'backwards', limit: 1 });
    return numberOf(memberOf(page, 'head', 'revision')) ?? 'none';
  } catch (error) {
    if (error instanceof TimelineError && error.code === 'unknown-stream') return 'none';
    throw error;
  }
}

/** Lists what came in between where a stream is not at the revision that was expected; throws the server's error. */
export async function cameBetween(
  client: Pick<Client, 'get' | 'stream'>,
  stream: string,
  expected: ExpectedRevision,
): Promise<Between> {
  const from = typeof expected === 'number' ? expected + 1 : 0;
  const revision = await revisionOf(client, stream);
  const last = typeof revision === 'number' ? revision : from;
  const { events } = await client.stream(stream, { from: Math.max(from, last - most + 1), limit: most });
  return { events, count: last - from + 1, revision: last };
}
