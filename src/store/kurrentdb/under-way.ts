import type { Entry } from './entries.ts';
import type { BatchOutcome, ClusterEvent, TakenStamp } from './parts.ts';
import type { ProposedAppend } from './writes.ts';

/** An append on its way into the log. */
export interface OnItsWay {
  readonly entry: Entry;
  readonly proposed: ProposedAppend;
  /** By the clock of this node, in milliseconds of the Unix epoch. */
  readonly writtenAt: number;
}

/** The appends of one group that are on their way into the log, by the names in their envelopes. */
export interface UnderWay {
  /** Begins a group: its recorded time is held until all of it is in the log, or `end`. */
  begin(stamp: TakenStamp): void;
  add(append: string, one: OnItsWay): void;
  end(): void;
  /** Hears of events before they are taken in. */
  coming(events: readonly ClusterEvent[]): void;
  /** Hears how an append came out in the log, and tells who waits for it. */
  taken(append: string, outcome: BatchOutcome): void;
}

/** Creates what is under way: nothing; `skew` hears of the cluster's clock less that of this node, in milliseconds. */
export function createUnderWay(skew: (ms: number) => void): UnderWay {
  const all = new Map<string, OnItsWay>();
  let held: TakenStamp | undefined;

  function release(): void {
    held?.release();
    held = undefined;
  }

  return {
    begin(stamp) {
      held = stamp;
    },
    add: (append, one) => void all.set(append, one),
    end() {
      release();
      all.clear();
    },
    coming(events) {
      if (all.size === 0) return;
      for (const { metadata, created } of events) {
        const one = all.get(appendIn(metadata));
        if (one !== undefined) skew(created - one.writtenAt);
      }
    },
    taken(append, outcome) {
      const entry = all.get(append)?.entry;
      all.delete(append);
      // Who hears that it is in the log may ask at once what is known by now.
      if (all.size === 0) release();
      if (outcome.kind === 'parked') entry?.reject(outcome.error);
      else entry?.resolve(outcome.result);
    },
  };
}

function appendIn(metadata: ClusterEvent['metadata']): string {
  const { asof } = (metadata ?? {}) as { readonly asof?: { readonly append?: unknown } };
  return typeof asof?.append === 'string' ? asof.append : '';
}
