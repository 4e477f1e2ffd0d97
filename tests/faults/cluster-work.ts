import { randomUUID } from 'node:crypto';

import type { NewEvent } from '../../src/domain/event.ts';
import type { ExpectedRevision } from '../../src/domain/stream.ts';
import type { Attempt } from '../support/cluster-history.ts';
import type { Chance } from '../support/fault-chance.ts';
import type { TestNode } from '../support/test-node.ts';
import { NodeFailure } from '../support/test-node.ts';

/** What writers do through the nodes of a log while it is harmed. */
export interface ClusterWork {
  readonly attempts: readonly Attempt[];
  /** Appends that were sent again because it was not known what came of them. */
  retries(): number;
  /** What went wrong that is neither a conflict nor a cluster that is away. */
  readonly surprises: readonly string[];
  /** The longest that one try of an append took, in milliseconds. */
  slowestMs(): number;
  /** Lets every writer bring what it has under way to an end, at most so many milliseconds, and stops. */
  end(msMax: number): Promise<void>;
}

/** Who writes. */
export interface ClusterWorkOptions {
  /** Returns the nodes as they are now, by name; a node that was started again is another one. */
  readonly nodes: () => Readonly<Record<string, TestNode>>;
  /** The names of the nodes that are appended through. */
  readonly names: readonly string[];
  readonly writersANode: number;
  readonly chance: Chance;
}

interface Trying {
  readonly node: string;
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: ExpectedRevision;
  readonly startedMs: number;
}

const streams = ['seen-a', 'seen-b', 'seen-c', 'heard-d'] as const;

/**
 * Begins to append through nodes, one append after the other a writer, with and without expected revisions. Whoever is told that the
 * cluster is away sends the same again until it is answered.
 */
export function beginWork({ nodes, names, writersANode, chance }: ClusterWorkOptions): ClusterWork {
  const attempts: Attempt[] = [];
  const surprises: string[] = [];
  /** The last revision that was acknowledged, by stream. */
  const revisions = new Map<string, number>();
  const ending = new AbortController();
  let [retries, slowestMs] = [0, 0];
  let lateMs = Number.POSITIVE_INFINITY;

  function next(node: string): Trying {
    const stream = chance.pick(streams);
    const revision = revisions.get(stream);
    const expected = chance.hits(0.4) ? (revision ?? 'none') : 'any';
    const events = Array.from({ length: 1 + chance.below(3) }, () => eventOf(chance.hits(0.3)));
    return { node, stream, events, expected, startedMs: Date.now() };
  }

  function settle(trying: Trying, outcome: Attempt['outcome'], positions: readonly number[] = []): void {
    const { node, events, startedMs } = trying;
    const ids = events.map(({ id = '' }) => id);
    attempts.push({ node, ids, startedMs, endedMs: Date.now(), outcome, positions });
  }

  /** Returns whether the append has come to an end. */
  async function tryOnce(trying: Trying): Promise<boolean> {
    const { node, stream, events, expected } = trying;
    const beganMs = Date.now();
    try {
      const appended = await nodes()[node]?.append(stream, events, expected);
      settle(
        trying,
        'acknowledged',
        appended?.events.map(({ position }) => position),
      );
      const last = appended?.events.at(-1)?.revision ?? 0;
      revisions.set(stream, Math.max(last, revisions.get(stream) ?? 0));
    } catch (error) {
      if (!(error instanceof NodeFailure)) throw error;
      if (error.category === 'unavailable') return false;
      if (error.code !== 'wrong-expected-revision') surprises.push(error.message);
      settle(trying, 'refused');
    } finally {
      slowestMs = Math.max(slowestMs, Date.now() - beganMs);
    }
    return true;
  }

  async function write(node: string): Promise<void> {
    while (!ending.signal.aborted) {
      const trying = next(node);
      while (!(await tryOnce(trying))) {
        if (Date.now() > lateMs) return settle(trying, 'unknown');
        retries += 1;
        await pause(50 + chance.below(200));
      }
      await pause(chance.below(10));
    }
  }

  const writers = names.flatMap((node) => Array.from({ length: writersANode }, async () => write(node)));
  return {
    attempts,
    surprises,
    retries: () => retries,
    slowestMs: () => slowestMs,
    async end(msMax) {
      ending.abort();
      lateMs = Date.now() + msMax;
      await Promise.all(writers);
    },
  };
}

let named = 0;

/** Some have ids that the cluster cannot have as they are. */
function eventOf(isNamed: boolean): NewEvent {
  named += 1;
  const id = isNamed ? `sighting-${named}-${randomUUID().slice(0, 8)}` : randomUUID();
  return { id, type: 'ThingSeen', occurred: new Date().toISOString(), data: { title: id, count: named } };
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
