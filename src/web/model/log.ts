import type { ReadonlySignal, Signal } from '@preact/signals';
import { batch, computed, effect, signal } from '@preact/signals';

import type { ChangedFactOut } from '../../client/index.ts';
import type { LiveState, PageModel } from '../model.ts';
import { readCommitsAfter, readOlderCommits } from './commits.ts';
import type { ServerFault } from './fault.ts';
import { asksForToken, faultOf } from './fault.ts';
import type { Commits } from './linking.ts';
import type { Connection, Head } from './log-following.ts';
import { followLog } from './log-following.ts';
import { openLog } from './log-opening.ts';
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
  readonly world: Pick<World, 'client' | 'wait' | 'wake' | 'isOnline' | 'ending'>;
  /** Whether the past is looked at, which nothing new may disturb. */
  readonly isPaused: ReadonlySignal<boolean>;
  /** Makes what was recorded up to a position ready; returns what puts it on the screen. */
  readonly prepare: (position: number, signal: AbortSignal) => Promise<() => void>;
  /** Hears which facts changed, and up to which position. */
  readonly onChanges: (changes: readonly ChangedFactOut[], position: number) => void;
}

/** Follows the log from where it is when the page is opened. */
export function createLog(
  { world, isPaused, prepare, onChanges }: LogOptions,
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
    const opened = await openLog(world, (sentence) => {
      fault.value = sentence;
      connection.value = 'offline';
    });
    if (opened === undefined) return;
    batch(() => {
      projections.value = opened.projections;
      commits.value = opened.commits;
      newest.value = opened.head;
      shown.value = opened.head;
      fault.value = undefined;
    });
    if (opened.before !== undefined) void readOlder(opened.before).catch(() => undefined);
    await followLog({
      ...world,
      after: () => newest.peek()?.position ?? 0,
      signal: ending,
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
    batch(() => {
      commits.value = [...older.commits, ...commits.peek()];
      thinnedTo.value = older.thinnedTo;
    });
  }

  let showing = Promise.resolve();
  async function show(): Promise<void> {
    const [from, to] = [shown.peek(), newest.peek()];
    if (from === undefined || to === undefined || to.position <= from.position) return;
    const counted = unseen.peek();
    const [later, put] = await Promise.all([
      readCommitsAfter(client, from.position, to.position, ending),
      prepare(to.position, ending),
    ]);
    batch(() => {
      shown.value = to;
      commits.value = [...commits.peek(), ...later];
      put();
      unseen.value -= counted;
    });
  }
  /** One after the other: each begins where the one before has come to. */
  const showNewest = async (): Promise<void> => {
    showing = showing.catch(() => undefined).then(show);
    return showing;
  };

  effect(() => {
    const isBehind = (newest.value?.position ?? 0) > (shown.value?.position ?? 0);
    if (isBehind && !isPaused.value && connection.value === 'live')
      // What failed is tried again when the server is back.
      void showNewest().catch(() => undefined);
  });
  void follow();

  return {
    shown,
    newest,
    commits,
    thinnedTo,
    projections,
    live: computed(() => liveOf(connection.value, isPaused.value, unseen.value)),
    returns,
    fault,
    showNewest,
  };
}

function liveOf(connection: Connection, isPaused: boolean, unseen: number): LiveState {
  if (connection !== 'live') return { kind: connection };
  return isPaused ? { kind: 'paused', unseen } : { kind: 'live' };
}
