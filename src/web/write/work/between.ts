import type { Client, CloudEvent, ExpectedRevision, Proposed, StreamPage } from '../../../client/index.ts';
import { TimelineError } from '../../../client/index.ts';
import { memberOf, numberOf } from '../../panels/shared/json.ts';
import { saysTheSame } from './says-the-same.ts';

/** What was recorded in a stream after it was looked at. */
export interface Between {
  /** The latest of the events, and before them those that are about the same or say the same; oldest first. */
  readonly events: readonly CloudEvent[];
  /** How many events came. */
  readonly count: number;
  /** The revision that the stream is at now. */
  readonly revision: ExpectedRevision;
  /** Whether any of all that came is about the fact that is written about. */
  readonly isAboutSame: boolean;
  /** Whether any of all that came says the same as what is proposed. */
  readonly saysSame: boolean;
}

/** Where a stream was when it was looked at. */
export interface StreamRevision {
  readonly stream: string;
  readonly revision: ExpectedRevision;
}

/** The most events that are listed of the latest, and of those that are about the same. */
const most = 20;

/** How many events are read at a time: the most that the server gives. */
const atOnce = 1000;

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

/** What is looked for among the events that came in between. */
export interface Sought {
  readonly proposed: Proposed;
  /** The id of the fact that is written about; empty for a new event. */
  readonly fact: string;
}

/**
 * Lists what came in between where a stream is not at the revision that was expected; throws the server's error.
 *
 * All of it is read, however much that is: a correction of the same fact may stand before very many other events, and what is
 * recorded on top would undo it unseen.
 */
export async function cameBetween(
  client: Pick<Client, 'fact' | 'get' | 'stream'>,
  { stream, revision }: StreamRevision,
  { proposed, fact }: Sought,
): Promise<Between> {
  const about = await eventsAbout(client, fact);
  const isAlike = (event: CloudEvent): boolean => about.has(event.id) || saysTheSame(event, proposed);
  let [count, latest, alike]: [number, readonly CloudEvent[], readonly CloudEvent[]] = [0, [], []];
  let from: number | undefined = typeof revision === 'number' ? revision + 1 : 0;
  while (from !== undefined) {
    const { events, next }: StreamPage = await client.stream(stream, { from, limit: atOnce });
    count += events.length;
    latest = [...latest, ...events].slice(-most);
    alike = [...alike, ...events.filter(isAlike)].slice(-most);
    from = next;
  }
  const listed = new Set(latest.map(({ id }) => id));
  return {
    events: [...alike.filter(({ id }) => !listed.has(id)), ...latest],
    count,
    revision: latest.at(-1)?.revision ?? (await revisionOf(client, stream)),
    isAboutSame: alike.some(({ id }) => about.has(id)),
    saysSame: alike.some((event) => saysTheSame(event, proposed)),
  };
}

/** Returns the ids of the events that made a fact read as it does: a correction may aim at another correction. */
async function eventsAbout(client: Pick<Client, 'fact'>, fact: string): Promise<ReadonlySet<string>> {
  if (fact === '') return new Set();
  const { readings } = await client.fact(fact);
  return new Set(readings.map(({ by }) => by));
}
