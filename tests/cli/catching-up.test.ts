import { afterEach, describe, expect, test } from 'vitest';

import type { CliContext, OpenRequest } from '../../src/cli/context.ts';
import { TimelineError } from '../../src/domain/errors.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { news, openTimeline } from '../../src/index.ts';
import type { FollowingStatus } from '../../src/store/port.ts';
import { note } from '../api/served.ts';
import type { CliWorld, Ran } from '../support/cli.ts';
import { asof } from '../support/cli.ts';

const store = ['--store', 'esdb://user:secret@node-a:2113?tls=false'];
const statuses = {
  connecting: { state: 'connecting', why: 'No connection to node-a:2113.' },
  'catching-up': { state: 'catching-up', share: 0.43, eventsPerSecond: 12_345.6, secondsLeft: 11.2 },
  live: { state: 'live' },
} as const;

let opened: OpenRequest[] = [];
afterEach(() => {
  opened = [];
});

describe('a command on the log of a cluster', () => {
  test('waits until it is taken in, and shows how far it is on a terminal', async () => {
    const ran = await run(['timeline', '--json', ...store], { readyAfterMs: 450, columns: 120 });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('Note a') });
    expect(ran.err).toContain('esdb://node-a:2113?tls=false · 43 % · 12,346 events/s · 12 s left');
    expect(ran.err).not.toContain('secret');
    expect(opened).toMatchObject([{ readOnly: false, index: './data/asof-index.db' }]);
  });

  test('says nothing of it into a pipe', async () => {
    const ran = await run(['timeline', ...store, '--index', '/a/replica.db'], { readyAfterMs: 450 });
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(opened[0]?.index).toBe('/a/replica.db');
  });

  test('waits no longer than it is told to', async () => {
    const ran = await run(['timeline', ...store, '--wait', '3'], {});
    expect(ran).toMatchObject({ code: 7, out: '' });
    expect(ran.err).toMatch(
      /^asof: The log of esdb:\/\/node-a:2113\?tls=false was not taken in within 3 seconds, 43 % of it were; --wait 0 goes by what this node has of it \(store-catching-up\)\n$/,
    );
  });

  test('waits ten seconds for a cluster that does not answer, and as long as it takes for one that does', async () => {
    const silent = await run(['state', 'situation', ...store], { state: 'connecting' });
    expect(silent).toMatchObject({ code: 7, out: '' });
    expect(silent.err).toContain('does not answer (No connection to node-a:2113); --wait 0');
    expect(silent.err).toContain('(store-unreachable)');
    expect(silent.waited).toBe(10_000);
    const slow = await run(['state', 'situation', ...store], {
      readyAfterMs: 3_600_000,
      stepMs: 60_000,
    });
    expect(slow).toMatchObject({ code: 0, waited: 3_600_000 });
  });

  test('goes by what this node has with --wait 0, and says so', async () => {
    const ran = await run(['timeline', ...store, '--wait', '0'], { state: 'connecting' });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('Note a'), waited: 0 });
    expect(ran.err).toBe('Going by what this node has of the log of esdb://node-a:2113?tls=false\n');
  });

  test('ends with what following stopped at', async () => {
    const failure = new TimelineError('store-corrupt', 'Stream news.notes-a goes on at 7, and not at 4');
    const ran = await run(['timeline', ...store], { readyAfterMs: 200, failure });
    expect(ran).toMatchObject({ code: 8, err: expect.stringContaining('(store-corrupt)') });
  });

  test('only reads the replica where another process has it open', async () => {
    const ran = await run(['streams', ...store], { inUse: true });
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('notes-a'), waited: 0 });
    expect(opened.map(({ readOnly }) => readOnly)).toEqual([false, true]);
  });

  test('that records names the server where another process has it open', async () => {
    const event = ['--type', 'NoteAdded', '--occurred', '2025', '--data', '{"title":"t"}'];
    const ran = await run(['append', 'notes-b', ...event, ...store], { inUse: true });
    expect(ran).toMatchObject({ code: 7, err: expect.stringContaining('name it with --url') });
    expect(opened.map(({ readOnly }) => readOnly)).toEqual([false]);
  });

  test('is not backed up as a file, and says what does it', async () => {
    const ran = await run(['backup', 'b.db', ...store], {});
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('asof move --from esdb://node-a') });
    expect(ran.err).not.toContain('secret');
  });

  test('is never replaced by a backup', async () => {
    const ran = await run(['restore', 'b.db', '--force', ...store], {});
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining('never replaced') });
  });

  test('is shown by config without its password', async () => {
    const ran = await run(['config', ...store], {});
    expect(ran.out).toContain('esdb://node-a:2113?tls=false');
    expect(ran.out).not.toContain('secret');
  });
});

interface Cluster extends Pick<CliWorld, 'columns'> {
  readonly state?: 'connecting' | 'catching-up';
  /** When all is there, or following stops; never when left out. */
  readonly readyAfterMs?: number;
  /** How long a wait takes, in milliseconds; as long as is asked for when left out. */
  readonly stepMs?: number;
  /** What following stops at. */
  readonly failure?: Error;
  /** Whether another process has the replica open. */
  readonly inUse?: boolean;
}

/** Runs a command on a store that follows a cluster, with a clock that stands still but for waits. */
async function run(args: readonly string[], cluster: Cluster): Promise<Ran & { readonly waited: number }> {
  const {
    state = 'catching-up',
    readyAfterMs = Number.POSITIVE_INFINITY,
    failure,
    stepMs,
    columns,
  } = cluster;
  const began = Date.UTC(2026, 0, 1);
  const ready = Promise.withResolvers<void>();
  ready.promise.catch(() => undefined);
  let now = began;
  const following = (): FollowingStatus => statusOf(now - began >= readyAfterMs ? 'live' : state);
  const open: CliContext['open'] = async (request) => {
    opened.push(request);
    if (cluster.inUse === true && !request.readOnly)
      throw new TimelineError('store-in-use', 'esdb://node-a:2113 is in use by process 1');
    const timeline = await openTimeline({ store: 'memory:', ...news });
    await timeline.append('notes-a', [note('a')]);
    const follows = request.readOnly ? () => undefined : following;
    return { ...timeline, name, following: follows, ready: readyOf(ready.promise) };
  };
  const wait: CliContext['wait'] = async (ms) => {
    now += stepMs ?? ms;
    if (now - began >= readyAfterMs) {
      if (failure === undefined) ready.resolve();
      else ready.reject(failure);
    }
    await new Promise((resolve) => setImmediate(resolve));
  };
  const ran = await asof(args, {
    ...(columns === undefined ? {} : { columns }),
    open,
    clock: () => now,
    wait,
  });
  return { ...ran, waited: now - began };
}

const name = 'esdb://node-a:2113?tls=false';

function readyOf(ready: Promise<void>): Timeline['ready'] {
  return async (signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      ready.then(resolve, reject);
    });
}

function statusOf(state: keyof typeof statuses): FollowingStatus {
  const counts = { lagBytes: 0, lagMs: 0, reconnects: 0, parked: 0, leftOut: 0, staged: 0 };
  return { since: 0, ...counts, ...statuses[state] };
}
