import type { TimelineError } from '../../src/domain/errors.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Changes } from '../../src/store/kurrentdb/changes.ts';
import type { Follower } from '../../src/store/kurrentdb/follower.ts';
import type { ClusterEvent, Replica } from '../../src/store/kurrentdb/parts.ts';
import type { Turns } from '../../src/store/kurrentdb/turns.ts';
import type { WriteOutcome } from '../../src/store/kurrentdb/write-outcome.ts';
import type { ClusterWrites, ProposedAppend } from '../../src/store/kurrentdb/writes.ts';

/** What becomes of an append that is written to a pretended cluster. */
export type Fate =
  | 'written'
  /** It never comes there, and nobody knows. */
  | 'lost'
  /** It comes there, and nobody knows. */
  | 'unheard'
  /** It comes there, and no answer ever does. */
  | 'hangs'
  | { readonly refused: TimelineError };

/** A cluster in memory that does to appends what it is told to, as EventStoreDB does to them otherwise. */
export interface PretendCluster {
  readonly writes: ClusterWrites;
  readonly follower: Follower;
  readonly events: readonly ClusterEvent[];
  /** What was written to it, also what was lost. */
  readonly asked: readonly ProposedAppend[];
  /** Says what becomes of the next appends, one by one; those after them are written. */
  befall(...fates: readonly Fate[]): void;
  /** Writes something behind the back of the node. */
  write(append: ProposedAppend): WriteOutcome;
  /** Writes something that came before what was written last. */
  writeBeforeLast(append: ProposedAppend): void;
  /** Keeps what is written from the replica, or no more. */
  hold(isHeld: boolean): void;
  connect(isConnected: boolean): void;
  stop(error: TimelineError): void;
}

/** Creates a cluster that gives what is written to a replica, a turn later. */
export function pretendCluster({
  replica,
  turns,
  changes,
  clock,
  coming,
}: {
  readonly replica: () => Replica;
  readonly turns: Turns;
  readonly changes: Changes;
  readonly clock: () => number;
  readonly coming: (events: readonly ClusterEvent[]) => void;
}): PretendCluster {
  const events: ClusterEvent[] = [];
  const asked: ProposedAppend[] = [];
  const fates: Fate[] = [];
  let [taken, isHeld, isConnected] = [0, false, true];
  let stopped: TimelineError | undefined;

  async function deliver(): Promise<void> {
    await turns.run(async () => {
      if (isHeld || !isConnected || taken >= events.length) return;
      const some = events.slice(taken);
      coming(some);
      await replica().take(some);
      taken += some.length;
    });
    changes.notify();
  }

  function write({ stream, expected, events: proposed }: ProposedAppend): WriteOutcome {
    const here = events.filter((event) => event.stream === stream);
    const known = proposed.map(({ wireId }) => here.find((event) => event.wireId === wireId));
    if (known.length > 0 && !known.includes(undefined)) return { kind: 'written' };
    const revision = here.length === 0 ? 'none' : here.length - 1;
    const isExpected = expected === 'any' || expected === revision;
    if (!isExpected || known.some((event) => event !== undefined)) return { kind: 'not-as-expected' };
    for (const { wireId, type, data, metadata } of proposed) {
      const place = BigInt(events.length + 1);
      events.push({
        position: { commit: place, prepare: place },
        stream,
        revision: events.filter((event) => event.stream === stream).length,
        wireId,
        type,
        data: parsed(data),
        metadata: parsed(metadata),
        created: clock(),
      });
    }
    // What is under way when a test ends comes to nobody.
    setImmediate(() => void deliver().catch(() => undefined));
    return { kind: 'written' };
  }

  async function befallen(append: ProposedAppend, fate: Fate): Promise<WriteOutcome> {
    if (typeof fate !== 'string') return { kind: 'refused', error: fate.refused };
    const outcome: WriteOutcome = fate === 'lost' ? { kind: 'not-as-expected' } : write(append);
    switch (fate) {
      case 'lost':
      case 'unheard':
        return { kind: 'unknown', why: 'the line is cut', wasSent: true };
      case 'hangs':
        return new Promise(() => undefined);
      case 'written':
        return outcome;
    }
  }

  return {
    events,
    asked,
    writeBeforeLast(append) {
      const last = events.pop();
      write(append);
      const place = BigInt(events.length + 1);
      if (last !== undefined) events.push({ ...last, position: { commit: place, prepare: place } });
    },
    befall: (...next) => void fates.push(...next),
    write,
    hold(is) {
      isHeld = is;
      void deliver();
    },
    connect(is) {
      isConnected = is;
      void deliver();
    },
    stop(error) {
      stopped = error;
      changes.notify();
    },
    writes: {
      async write(append, sent) {
        asked.push(append);
        const fate = fates.shift() ?? 'written';
        sent?.();
        return befallen(append, fate);
      },
      leave: () => undefined,
    },
    follower: {
      isConnected: () => isConnected,
      isUsable: () => isConnected,
      stoppedAt: () => stopped,
      isFull: () => false,
      restart: () => undefined,
      end: async () => undefined,
      async ready(signal) {
        const end = events.length;
        await changes.until(() => {
          if (stopped !== undefined) throw stopped;
          return isConnected && taken >= end;
        }, signal);
      },
    },
  };
}

function parsed(text: string): Json | undefined {
  return text === '' ? undefined : (JSON.parse(text) as Json);
}
