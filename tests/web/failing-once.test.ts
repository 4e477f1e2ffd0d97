import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import type { Client, TimelineChangeOut } from '../../src/client/index.ts';
import { TimelineError } from '../../src/client/index.ts';
import type { LiveState } from '../../src/web/model.ts';
import type { Commits } from '../../src/web/model/linking.ts';
import { createLog } from '../../src/web/model/log.ts';
import { createPermission } from '../../src/web/model/permission.ts';
import { showRecorded } from '../../src/web/write/work/show-recorded.ts';

const settled = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** Waits that are over when they are told to. */
function waiting() {
  let open: (() => void)[] = [];
  return {
    wait: async (_ms: number, ending: AbortSignal) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      ending.addEventListener('abort', () => resolve());
      open.push(resolve);
      await promise;
    },
    count: () => open.length,
    async over() {
      const due = open;
      open = [];
      for (const resolve of due) resolve();
      await settled();
    },
  };
}

function told(event: 'caught-up' | 'changes', position: number): TimelineChangeOut {
  const moment = { asOf: '', knownAt: new Date(position).toISOString(), position, certainty: 'possible' };
  const changes = [{ change: 'added', id: `e${position}`, type: 'NoteAdded', title: '', why: 'stated' }];
  return {
    event,
    data: { moment, changes: event === 'changes' ? changes : [] },
  } as unknown as TimelineChangeOut;
}

/** A log that tells of what it is made to, and a server that answers about commits only while it is well. */
function followed() {
  const queue: TimelineChangeOut[] = [told('caught-up', 1)];
  let next = Promise.withResolvers<void>();
  const server = { isWell: true, asked: 0, hang: false, isLost: false };
  const waits = waiting();
  const ending = new AbortController();
  const client = {
    projections: async () => ({
      head: { position: 1, recordedAt: new Date(1).toISOString() },
      projections: [],
    }),
    async commits({ after, signal: leaving }: { after?: number; signal?: AbortSignal } = {}) {
      if (after === undefined)
        return { commits: [{ position: 1, recordedAt: new Date(1).toISOString(), events: 1 }] };
      server.asked += 1;
      if (server.hang)
        await new Promise((_, reject) => {
          leaving?.addEventListener('abort', () => reject(new Error('Given up')));
        });
      if (!server.isWell) throw new Error('Away');
      const position = after + 1;
      return { commits: [{ position, recordedAt: new Date(position).toISOString(), events: 1 }] };
    },
    async *changes({ onLost }: { onLost?: (error: unknown, ms: number) => void }) {
      while (!ending.signal.aborted) {
        const one = queue.shift();
        if (one !== undefined) yield one;
        else if (server.isLost) {
          server.isLost = false;
          onLost?.(new Error('Lost'), 100);
        } else {
          await next.promise;
          next = Promise.withResolvers();
        }
      }
    },
  } as unknown as Client;
  const isPaused = signal(false);
  const log = createLog(
    {
      world: {
        client,
        wait: waits.wait,
        wake: () => undefined,
        isOnline: () => true,
        isSeen: signal(true),
        ending: ending.signal,
      },
      isPaused,
      prepare: async () => () => undefined,
      onChanges: () => undefined,
    },
    signal<Commits>([]),
  );
  const come = async (...some: readonly TimelineChangeOut[]): Promise<void> => {
    queue.push(...some);
    next.resolve();
    await settled();
  };
  return { log, server, waits, come, isPaused, ending };
}

describe('what was recorded and could not be read', () => {
  test('is read after a while, and until then the page does not say that it is live', async () => {
    const { log, server, waits, come, ending } = followed();
    await settled();
    expect(log.live.value).toEqual({ kind: 'live' });
    server.isWell = false;
    await come(told('changes', 2));
    expect(log.shown.value?.position).toBe(1);
    expect(log.live.value).toEqual({ kind: 'catching-up' });
    // What comes meanwhile asks for no more than there is asked for anyway.
    await come(told('changes', 3), told('changes', 4));
    expect([server.asked, waits.count()]).toEqual([1, 1]);
    await waits.over();
    expect([server.asked, waits.count()]).toEqual([2, 1]);
    server.isWell = true;
    await waits.over();
    expect(log.shown.value?.position).toBe(4);
    expect(log.live.value).toEqual({ kind: 'live' });
    expect(waits.count()).toBe(0);
    ending.abort();
  });

  test('leaves a page that looks at the past as it is', async () => {
    const { log, server, waits, come, isPaused, ending } = followed();
    await settled();
    server.isWell = false;
    await come(told('changes', 2));
    isPaused.value = true;
    expect(log.live.value).toEqual({ kind: 'paused', unseen: 1 });
    await waits.over();
    expect(server.asked).toBe(1);
    ending.abort();
  });

  test('as its connection hangs is given up with that, and read over the next', async () => {
    const { log, server, waits, come, ending } = followed();
    await settled();
    server.hang = true;
    await come(told('changes', 2));
    expect(server.asked).toBe(1);
    server.hang = false;
    server.isLost = true;
    await come();
    expect(log.live.value).toEqual({ kind: 'reconnecting' });
    await come(told('caught-up', 2));
    await waits.over();
    expect(log.shown.value?.position).toBe(2);
    expect(log.live.value).toEqual({ kind: 'live' });
    ending.abort();
  });
});

describe('what the page may do', () => {
  const { signal: ending } = new AbortController();
  const worldOf = (get: () => Promise<unknown>, { wait }: ReturnType<typeof waiting>) => ({
    client: { get: get as Client['get'] },
    wait,
    ending,
  });

  test('is offered only when the server has told, which it is asked for until it has', async () => {
    const waits = waiting();
    let isWell = false;
    const get = async () => {
      if (!isWell) throw new TimelineError('store-unreachable', 'No Asof answers there');
      return { may: ['read'] };
    };
    const returns = signal(1);
    const may = createPermission(worldOf(get, waits), returns);
    await settled();
    expect(may.value).toEqual({ isKnown: false, append: false, correct: false });
    isWell = true;
    await waits.over();
    expect(may.value).toEqual({ isKnown: true, append: false, correct: false });
  });

  test('stays as it was told while the server cannot tell', async () => {
    const waits = waiting();
    let isWell = true;
    const get = async () => {
      if (!isWell) throw new Error('Away');
      return { may: ['read', 'append'] };
    };
    const returns = signal(1);
    const may = createPermission(worldOf(get, waits), returns);
    await settled();
    isWell = false;
    returns.value = 2;
    await settled();
    expect(may.value).toEqual({ isKnown: true, append: true, correct: false });
  });
});

describe('what was written', () => {
  test('is shown in the end where it could not be read at once', async () => {
    const live = signal<LiveState>({ kind: 'paused', unseen: 1 });
    const head = signal({ position: 1, recordedAt: null });
    let asked = 0;
    const changes: unknown[] = [];
    const shown = showRecorded(
      {
        head,
        live,
        change: (part) => void changes.push(part),
        async showNewest() {
          asked += 1;
          throw new Error('Away');
        },
      },
      'note-2',
      2,
    );
    await settled();
    expect(asked).toBe(1);
    head.value = { position: 2, recordedAt: null };
    await shown;
    expect(changes).toEqual([{ selected: 'note-2', panel: 'fact', knownAt: 'head' }]);
  });
});
