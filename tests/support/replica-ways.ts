import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';

import * as fc from 'fast-check';

import { TimelineError } from '../../src/domain/errors.ts';
import type { ClusterEvent, Replica } from '../../src/store/kurrentdb/parts.ts';
import { openReplica } from '../../src/store/kurrentdb/replica/index.ts';
import type { Fault } from '../../src/store/port.ts';
import { corrects, retracts, seen } from '../store/contract/setup.ts';
import { catalogues, scriptPrefix } from './cluster-scripts.ts';
import type { TableTexts } from './replica-tables.ts';
import { replicaTables } from './replica-tables.ts';

/** How one node takes a log in. */
export interface Way {
  /** How many events it is given at a time, in turn. */
  readonly sizes: readonly number[];
  /** What happens before a part is given, in turn. */
  readonly between: readonly Between[];
  readonly knows: keyof typeof catalogues;
}

/** What happens to a node between two parts. */
export type Between = 'nothing' | 'cut-off' | 'reopened' | 'killed' | 'asked' | 'planned' | 'imported';

/** Generates ways to take a log in. */
export const wayArbitrary: fc.Arbitrary<Way> = fc.record({
  sizes: fc.array(fc.oneof(fc.constantFrom(1, 1, 2, 3), fc.integer({ min: 1, max: 40 })), {
    minLength: 1,
    maxLength: 6,
  }),
  between: fc.array(
    fc.constantFrom<Between>(
      'nothing',
      'nothing',
      'cut-off',
      'reopened',
      'killed',
      'asked',
      'planned',
      'imported',
    ),
    { minLength: 1, maxLength: 5 },
  ),
  knows: fc.constantFrom('all', 'nothing', 'more'),
});

/** All at once, and nothing else happens. */
export const plainWay: Way = { sizes: [1_000_000], between: ['nothing'], knows: 'all' };

/** The categories that generated logs are of. */
export const rightScope = { categories: ['seen', 'heard'] };

/** What a node does otherwise than it should. */
export interface Wrong {
  /** Forgets what it waits for, and does not have it given again. */
  readonly forgets?: boolean;
  readonly categories?: readonly string[] | undefined;
}

/** What a node has of a log: the rows of its tables, the hash of its chain, and what it stopped at. */
export interface ComesTo {
  readonly tables: TableTexts;
  readonly hash: string;
  readonly stop: unknown;
  readonly faults: readonly Fault[];
}

/** Opens a replica of a generated log. */
export function openScripted(
  path: string,
  knows: keyof typeof catalogues,
  categories: readonly string[] | undefined,
): Replica {
  return openReplica({
    path,
    name: 'esdb://cluster',
    catalogue: catalogues[knows],
    // No time of a node gets into a log that it follows.
    clock: () => path.length * 1_000_000,
    scope: { prefix: scriptPrefix, categories, foreign: 'park' },
    listener: { batch: () => undefined, import: () => undefined },
  });
}

/** Takes a log in by a node of its own, whose files are at a path, and returns what it has then. */
export async function comesTo(
  path: string,
  events: readonly ClusterEvent[],
  { sizes, between, knows }: Way,
  { forgets = false, categories }: Wrong = rightScope,
): Promise<ComesTo> {
  const reopen = () => openScripted(path, knows, categories);
  let replica = reopen();
  let [next, stop]: [number, unknown] = [0, undefined];
  for (let turn = 0; next < events.length && stop === undefined; turn += 1) {
    // Whoever is cut off all the time never gets a batch whole.
    const what = turn > 2 * events.length ? 'nothing' : between[turn % between.length];
    replica = await happens(what ?? 'nothing', path, replica, reopen);
    // Following goes on from where it can be resumed, as after a cut.
    const resume = replica.takenThrough();
    const isGiven = ({ position }: ClusterEvent) => resume !== undefined && position.commit <= resume.commit;
    if (!forgets) next = events.filter(isGiven).length;
    const size = sizes[turn % sizes.length] ?? 1;
    stop = await stopOf(replica.take(events.slice(next, next + size)));
    next += size;
    if (forgets) replica.forgetPart();
  }
  const { hash, faults } = await replica.verify();
  await replica.close();
  return { tables: replicaTables(path), hash, stop, faults };
}

/** What a log stops at is what it comes to, too. */
async function stopOf(taking: Promise<void>): Promise<unknown> {
  try {
    await taking;
    return undefined;
  } catch (error) {
    if (error instanceof TimelineError) return [error.code, error.message];
    throw error;
  }
}

async function happens(
  what: Between,
  path: string,
  replica: Replica,
  reopen: () => Replica,
): Promise<Replica> {
  switch (what) {
    case 'nothing':
      return replica;
    case 'cut-off':
      replica.forgetPart();
      return replica;
    case 'reopened':
      await replica.close();
      return reopen();
    case 'killed': {
      // What is left of a process that was killed, in a place of its own.
      const next = `${path}-left`;
      for (const ending of ['', '-wal', '-index', '-index-wal'])
        if (existsSync(`${path}${ending}`)) copyFileSync(`${path}${ending}`, `${next}${ending}`);
      await replica.close();
      for (const ending of ['', '-wal', '-index', '-index-wal']) {
        rmSync(`${path}${ending}`, { force: true });
        if (existsSync(`${next}${ending}`)) renameSync(`${next}${ending}`, `${path}${ending}`);
      }
      return reopen();
    }
    case 'asked':
      replica.reads.positionAt(Number.MAX_SAFE_INTEGER);
      return replica;
    case 'planned':
      replica.plan(
        [seen('e0', '1999'), seen('new'), corrects('other', 'new', { occurred: '2024' })].map((event) => ({
          stream: 'seen-kyiv',
          expected: 'any',
          events: [event],
        })),
      );
      return replica;
    case 'imported': {
      const checked = replica.beginImport();
      for (const event of [seen('new'), retracts('other', 'new')])
        checked.take({ stream: 'seen-kyiv', event });
      checked.end();
      return replica;
    }
  }
}
