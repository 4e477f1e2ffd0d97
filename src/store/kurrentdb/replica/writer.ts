import { assert } from '../../../domain/assert.ts';
import { TimelineError } from '../../../domain/errors.ts';
import { createLogCounting } from '../../counters.ts';
import type { LogCounters } from '../../counters.ts';
import type { Head } from '../../port.ts';
import { alone } from '../../sqlite/savepoint.ts';
import type { ClusterEvent, Replica, ReplicaOptions } from '../parts.ts';
import { checkImport } from './checking-import.ts';
import { createClusterStreams } from './cluster-streams.ts';
import type { SharedWithReads } from './commits.ts';
import { commitProgress, followCommits } from './commits.ts';
import type { ReplicaFiles, UnderWay } from './files.ts';
import { createLedger } from './ledger.ts';
import { planGroup } from './planning.ts';
import { isAfter } from './position.ts';
import type { Progress } from './progress.ts';
import { streamRoles } from './scope.ts';
import { takeIn } from './take-in.ts';
import type { TakeInOptions } from './take-in.ts';
import { createTaking, nothingWaits } from './taking.ts';
import { createTransactions } from './transactions.ts';

/** The half of a replica that writes, as long as its files are open. */
export interface ReplicaWriter extends Pick<
  Replica,
  'take' | 'passed' | 'plan' | 'beginImport' | 'forgetPart' | 'rewind' | 'noteCaughtUp' | 'takenThrough'
> {
  progress(): Progress;
  /** Binds a replica that is not bound. */
  setIdentity(identity: string): void;
  /** The last event that was committed. */
  head(): Head;
  counters(): LogCounters;
  /** Asserts that nothing is under way. */
  assertIdle(): void;
  /** Gives up what is under way, and resolves when it is taken back. */
  end(): Promise<void>;
}

/** Writes to the files of a replica. */
export function createReplicaWriter(
  files: ReplicaFiles,
  { name, catalogue, scope, listener }: ReplicaOptions,
  shared: SharedWithReads,
  underWay: UnderWay,
): ReplicaWriter {
  const { database, sql, log, index, tables, settling, read } = files;
  const streams = createClusterStreams(sql);
  const ledger = createLedger(sql, streams);
  const transactions = createTransactions({ name, database, log, index });
  const counting = createLogCounting(read.frontierIn(log.end().position));
  const recording = { tables, end: log.end, alone: <Result>(work: () => Result) => alone(files, work) };
  const roleOf = streamRoles(scope);
  const taking = createTaking({ sql, streams, ledger, recording, scope, roleOf });
  const { stamp } = shared.times;
  const commits = followCommits(log, shared);
  let isGivenUp = false;
  let current: Promise<void> = Promise.resolve();

  function clusterRevisionOf(stream: string): number | undefined {
    return taking.revisionOf(`${scope.prefix}${stream}`);
  }

  function closed(cause?: unknown): TimelineError {
    return new TimelineError('store-closed', `${name} is closed`, { store: name }, cause);
  }

  function assertIdle(): void {
    if (isGivenUp) throw closed();
    assert(underWay.what === undefined, `nothing else is asked of a replica during an ${underWay.what}`);
  }

  const takingIn: TakeInOptions = {
    sql,
    index,
    ledger,
    transactions,
    recording,
    settling,
    taking,
    counting,
    listener,
    underWay,
    committed: commits.committed,
    streamOf: (stream) => stream.slice(scope.prefix.length),
    checkGoesOn() {
      if (isGivenUp) throw new Error('The recording of an import was given up');
    },
  };

  async function takeAll(events: readonly ClusterEvent[]): Promise<void> {
    underWay.what = 'take';
    try {
      await takeIn(takingIn, events);
    } catch (error) {
      throw isGivenUp ? closed(error) : error;
    } finally {
      underWay.what = undefined;
    }
  }

  function noteProgress(counted: Partial<Progress>): void {
    commitProgress(ledger, transactions, counted);
  }

  return {
    async take(events) {
      assertIdle();
      const take = takeAll(events);
      current = take.catch(() => undefined);
      return take;
    },
    passed(position, wireId) {
      assertIdle();
      if (!isAfter(position, ledger.through())) return;
      if (taking.waiting().batch === undefined) noteProgress({ resume: { position, wireId } });
      ledger.given(position);
    },
    plan(requests) {
      assertIdle();
      settling.ifBehind();
      return planGroup({ catalogue, recording, transactions, clusterRevisionOf, stamp }, requests);
    },
    beginImport() {
      assertIdle();
      settling.now();
      const transaction = transactions.begin();
      underWay.what = 'import';
      return checkImport({
        catalogue,
        recording,
        index,
        transaction,
        stamp,
        ended() {
          underWay.what = undefined;
          settling.quietly();
        },
      });
    },
    forgetPart() {
      assertIdle();
      taking.setWaiting(nothingWaits);
      ledger.forgetGiven();
    },
    rewind() {
      assertIdle();
      taking.setWaiting(nothingWaits);
      noteProgress({ resume: ledger.progress().anchor });
      ledger.forgetGiven();
    },
    noteCaughtUp() {
      assertIdle();
      if (!ledger.progress().wasCaughtUp) noteProgress({ wasCaughtUp: true });
    },
    setIdentity: (identity) => noteProgress({ identity }),
    takenThrough: ledger.through,
    progress: ledger.progress,
    head: commits.head,
    counters: counting.now,
    assertIdle,
    async end() {
      isGivenUp = true;
      await current;
    },
  };
}
