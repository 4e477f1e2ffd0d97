import { TimelineError } from '../../../domain/errors.ts';
import type { LogCounting } from '../../counters.ts';
import type { ImportEnded } from '../control.ts';
import type { ClusterEvent, TakenListener } from '../parts.ts';
import type { ReplicaFiles, UnderWay } from './files.ts';
import { takeEnd } from './imports.ts';
import type { EndingOptions } from './imports.ts';
import type { Taking } from './taking.ts';

/** What taking events in needs. */
export interface TakeInOptions extends EndingOptions {
  readonly settling: ReplicaFiles['settling'];
  readonly taking: Taking;
  readonly counting: LogCounting;
  readonly listener: TakenListener;
  readonly underWay: UnderWay;
  /** Hears of a commit, with the positions at which the batches end that it recorded. */
  committed(ends?: readonly number[]): void;
}

/** What of some events is taken in, and what keeps the rest: the end of an import, or what following stops at. */
interface TakenSome {
  readonly taken: number;
  readonly ended?: ImportEnded | undefined;
  readonly stop?: TimelineError | undefined;
}

/** Takes events in, each import that ends among them in a transaction of its own; rejects as `Replica.take` does. */
export async function takeIn(options: TakeInOptions, events: readonly ClusterEvent[]): Promise<void> {
  let left = events;
  while (left.length > 0) {
    const { taken, ended, stop } = takeSome(options, left);
    if (stop !== undefined) throw stop;
    const event = left[taken];
    if (ended !== undefined && event !== undefined) await recordImport(options, event, ended);
    left = left.slice(taken + 1);
  }
}

/** Takes in what comes before the end of an import, or before what following stops at. */
function takeSome(options: TakeInOptions, events: readonly ClusterEvent[]): TakenSome {
  const { ledger, taking, transactions, settling } = options;
  const [mark, waiting, counted] = [ledger.mark(), taking.waiting(), options.counting.begin()];
  const tells: ((to: TakenListener) => void)[] = [];
  const ends: number[] = [];
  settling.ifBehind();
  let some: TakenSome;
  try {
    some = transactions.commit(() => {
      const found = takeEach(taking, events, {
        told: (tell) => void tells.push(tell),
        recorded({ parts }, { position, recordedAt }) {
          ends.push(position);
          const recorded = parts.flatMap(({ event }) => (event === undefined ? [] : [event]));
          counted.appended(recorded, recordedAt);
        },
      });
      ledger.write();
      return found;
    });
  } catch (error) {
    ledger.restore(mark);
    taking.setWaiting(waiting);
    throw error;
  }
  counted.commit();
  options.committed(ends);
  settling.soon();
  for (const tell of tells) tell(options.listener);
  return some;
}

function takeEach(
  taking: Taking,
  events: readonly ClusterEvent[],
  heard: Parameters<Taking['take']>[1],
): TakenSome {
  for (const [taken, event] of events.entries())
    try {
      const ended = taking.take(event, heard);
      if (ended !== undefined) return { taken, ended };
    } catch (error) {
      if (error instanceof TimelineError) return { taken, stop: error };
      throw error;
    }
  return { taken: events.length };
}

async function recordImport(options: TakeInOptions, event: ClusterEvent, ended: ImportEnded): Promise<void> {
  const { settling, underWay, listener } = options;
  const counted = options.counting.begin();
  settling.now();
  underWay.what = 'import';
  try {
    const outcome = await takeEnd(options, event, ended, counted.imported);
    if (outcome.kind === 'recorded') counted.commit();
    options.committed();
    listener.import(ended.import, outcome);
  } finally {
    underWay.what = 'take';
    settling.quietly();
  }
}
