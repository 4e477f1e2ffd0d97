import type { ReadonlySignal, Signal } from '@preact/signals';
import { batch, computed, signal } from '@preact/signals';

import type { ChangedFactOut } from '../../client/index.ts';
import type { LiveState, PageModel } from '../model.ts';
import type { ReadCommits } from './commits.ts';
import { readOlderCommits, withCommits } from './commits.ts';
import type { ServerFault } from './fault.ts';
import { asksForToken, faultOf } from './fault.ts';
import type { Commits } from './linking.ts';
import type { Connection, Head } from './log-following.ts';
import { followWhileSeen } from './log-following.ts';
import { openLog } from './log-opening.ts';
import { createShowing } from './log-showing.ts';
import type { World } from './world.ts';

/** The log as the page knows it. */
export interface Log {
  /** What `head` stands for on the screen; undefined until the server has answered. */
  readonly shown: ReadonlySignal<Head | undefined>;
  /** What the log has come to. */
  readonly newest: ReadonlySignal<Head | undefined>;
  readonly commits: ReadonlySignal<Commits>;
  /** Of the commits up to this position some are left out; 0 where all are there. */
  readonly thinnedTo: ReadonlySignal<number>;
  readonly projections: PageModel['projections'];
  readonly live: ReadonlySignal<LiveState>;
  /** Counts how often the server came back. */
  readonly returns: ReadonlySignal<number>;
  /** Why the server does not answer. */
  readonly fault: ReadonlySignal<ServerFault | undefined>;
  /** Puts on the screen what was recorded since. */
  showNewest(): Promise<void>;
}

/** What the log is told of the rest of the page. */
export interface LogOptions {
  readonly world: Pick<World, 'client' | 'wait' | 'wake' | 'isOnline' | 'isSeen' | 'ending'>;
  /** Whether the past is looked at, which nothing new may disturb. */
  readonly isPaused: ReadonlySignal<boolean>;
  /** The position up to which it is shown at first; all of it when undefined. */
  readonly upTo?: number | undefined;
  /** Makes what was recorded up to a position ready; returns what puts it on the screen. */
  readonly prepare: (position: number, signal: AbortSignal) => Promise<() => void>;
  /** Hears which facts changed, and up to which position. */
  readonly onChanges: (changes: readonly ChangedFactOut[], position: number) => void;
}

/** Follows the log from where it is when the page is opened. */
export function createLog(
  { world, isPaused, upTo, prepare, onChanges }: LogOptions,
  commits: Signal<Commits>,
): Log {
  const { client, ending } = world;
  const shown = signal<Head | undefined>(undefined);
  const newest = signal<Head | undefined>(undefined);
  const projections = signal<PageModel['projections']['value']>([]);
  const connection = signal<Connection>('catching-up');
  const unseen = signal(0);
  const thinnedTo = signal(0);
  const returns = signal(0);
  const fault = signal<ServerFault | undefined>(undefined);

  async function follow(): Promise<void> {
    const opened = await openLog(
      world,
      (sentence) => {
        fault.value = sentence;
        connection.value = 'offline';
      },
      upTo,
    );
    if (opened === undefined) return;
    batch(() => {
      projections.value = opened.projections;
      commits.value = opened.commits;
      newest.value = opened.head;
      shown.value = opened.shown;
      unseen.value = opened.head.position - opened.shown.position;
      fault.value = undefined;
    });
    if (opened.before !== undefined) void readOlder(opened.before).catch(() => undefined);
    await followWhileSeen(world, {
      after: () => newest.peek()?.position ?? 0,
      onTold(head, changes) {
        batch(() => {
          newest.value = head;
          unseen.value += changes.length;
          onChanges(changes, head.position);
        });
      },
      onRefused(error) {
        if (asksForToken(error)) fault.value = faultOf(error);
      },
      onConnection(next) {
        batch(() => {
          if (next === 'live' && connection.peek() !== 'live') returns.value += 1;
          if (next === 'live') fault.value = undefined;
          connection.value = next;
        });
      },
    });
  }

  /** The page is there before the oldest commits are. */
  async function readOlder(before: number): Promise<void> {
    thinnedTo.value = before;
    const older = await readOlderCommits(client, before, ending);
    // Of a page that was open for long, what came since may have been thinned already.
    const thinned = thinnedTo.peek() > before ? thinnedTo.peek() : older.thinnedTo;
    keep(withCommits({ commits: older.commits, thinnedTo: thinned }, commits.peek()));
  }

  function keep(kept: ReadCommits): void {
    batch(() => {
      commits.value = kept.commits;
      thinnedTo.value = kept.thinnedTo;
    });
  }

  const { isStuck, showNewest } = createShowing({
    world,
    shown,
    newest,
    unseen,
    isPaused,
    connection,
    prepare,
    onShown: (later) => keep(withCommits({ commits: commits.peek(), thinnedTo: thinnedTo.peek() }, later)),
  });
  void follow();

  return {
    shown,
    newest,
    commits,
    thinnedTo,
    projections,
    live: computed(() => {
      const live = liveOf(connection.value, isPaused.value, unseen.value);
      return live.kind === 'live' && isStuck.value ? { kind: 'catching-up' } : live;
    }),
    returns,
    fault,
    showNewest,
  };
}

function liveOf(connection: Connection, isPaused: boolean, unseen: number): LiveState {
  if (connection !== 'live') return { kind: connection };
  return isPaused ? { kind: 'paused', unseen } : { kind: 'live' };
}
