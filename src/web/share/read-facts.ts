import type { Client, EntryOut, FactOut, MomentOut } from '../../client/index.ts';
import { joinReadings } from '../../client/index.ts';
import type { Filter, View } from '../model.ts';
import { askedFilter } from '../model/asked-filter.ts';
import { retracted } from '../model/statuses.ts';
import type { TimeWindow } from '../model/window.ts';
import { inTurn } from '../panels/shared/in-turn.ts';

/** Which facts are read: those in a window, as of one moment on both clocks. */
export interface FactsAsked {
  readonly filter: Filter;
  /** The occurred times in which they may have begun or been under way, in milliseconds of the Unix epoch; all when undefined. */
  readonly window: TimeWindow | undefined;
  /** Milliseconds of the Unix epoch. */
  readonly asOf: number;
  /** The last position that is known. */
  readonly position: number;
  readonly certainty: View['certainty'];
  /** Whether what was retracted by then is told, too. */
  readonly withRetracted: boolean;
}

/** Some facts, all of one moment, in the order in which they occurred. */
export interface FactsRead {
  readonly moment: MomentOut;
  readonly entries: readonly EntryOut[];
}

/** Most facts that are held at once: those of one page. */
export const factsAtOnce = 1000;

/** How many facts that were under way already are asked for at once. */
const besideMax = 50;

/**
 * Reads all facts of a window page by page, as few at once as a page has: first those that were under way when it begins, then those that began in it.
 *
 * As the moment is fixed on both clocks, all pages are of it, whatever is recorded meanwhile. Throws as the client does, and the signal's reason.
 */
export async function* readFacts(
  client: Pick<Client, 'pages' | 'readings' | 'fact'>,
  asked: FactsAsked,
  signal: AbortSignal,
): AsyncGenerator<FactsRead, void, undefined> {
  if (asked.window !== undefined) yield* underWay(client, asked, asked.window.from, signal);
  for await (const { moment, entries } of client.pages({
    ...momentOf(asked),
    ...askedFilter(asked.filter),
    withRetracted: asked.withRetracted ? true : undefined,
    from: asked.window?.from,
    to: asked.window?.to,
    limit: factsAtOnce,
    signal,
  })) {
    signal.throwIfAborted();
    yield { moment, entries };
  }
}

/** Reads the facts that began before an instant and may have been under way at it: the timeline lists facts by when they began. */
async function* underWay(
  client: Pick<Client, 'readings' | 'fact'>,
  asked: FactsAsked,
  instant: number,
  signal: AbortSignal,
): AsyncGenerator<FactsRead, void, undefined> {
  const ids = await idsUnderWay(client, asked, instant, signal);
  const turns = inTurn(4);
  for (let first = 0; first < ids.length; first += besideMax) {
    const facts = await Promise.all(
      ids
        .slice(first, first + besideMax)
        .map(async (id) => turns(async () => client.fact(id, { ...momentOf(asked), signal }), signal)),
    );
    const [one] = facts;
    if (one !== undefined) yield { moment: one.moment, entries: facts.map(entryOf) };
  }
}

async function idsUnderWay(
  client: Pick<Client, 'readings'>,
  { filter, asOf, position, certainty, withRetracted }: FactsAsked,
  instant: number,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ids: string[] = [];
  let page: string | undefined;
  do {
    const answer = await client.readings({
      ...askedFilter(filter),
      from: instant,
      to: instant,
      knownAt: position,
      titles: true,
      page,
      signal,
    });
    const { count, from, fromLatest, recordedTo, status, ids: known = [] } = joinReadings(undefined, answer);
    const begins = certainty === 'certain' ? fromLatest : from;
    for (let index = 0; index < count; index += 1) {
      const isHeld = recordedTo[index] === Infinity && (withRetracted || status[index] !== retracted);
      const hasBegun = (from[index] ?? instant) < instant && (begins[index] ?? Infinity) <= asOf;
      if (isHeld && hasBegun) ids.push(known[index] ?? '');
    }
    page = answer.next;
  } while (page !== undefined);
  return ids;
}

/** Leaves out of a fact what it has beside an entry of the timeline. */
function entryOf({
  standing: _standing,
  readings: _readings,
  causes: _causes,
  effects: _effects,
  moment: _moment,
  ...entry
}: FactOut): EntryOut {
  return entry;
}

function momentOf({ asOf, position, certainty }: FactsAsked) {
  return { asOf, knownAt: position, certainty } as const;
}
