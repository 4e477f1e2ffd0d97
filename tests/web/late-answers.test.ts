import { computed, signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import type { Client } from '../../src/client/index.ts';
import type { ScrubbedMoment } from '../../src/web/model.ts';
import { checkAddress } from '../../src/web/model/address-check.ts';
import { readAddress } from '../../src/web/model/address.ts';
import { keepLinkExact } from '../../src/web/model/exact-link.ts';

type Asked = Parameters<Client['commits']>[0];

/** Commits that are told when the test says so. */
function lateCommits() {
  const open: { readonly asked: Asked; answer(position: number): Promise<void> }[] = [];
  const client = {
    async commits(asked: Asked) {
      const { promise, resolve } = Promise.withResolvers<unknown>();
      open.push({
        asked,
        async answer(position) {
          resolve({
            commits: [{ position, first: position, recordedAt: '2025-07-01T00:00:00Z', events: 1 }],
          });
          await new Promise((settled) => setTimeout(settled));
        },
      });
      return promise;
    },
  } as unknown as Pick<Client, 'commits'>;
  return { client, open };
}

/** An address that is held against a log with 9 events, and what is looked at meanwhile. */
function checking(query: string) {
  const { client, open } = lateCommits();
  const read = signal(readAddress(query));
  const view = signal(read.peek().view);
  const scrubbed = signal<Partial<ScrubbedMoment>>({});
  const moment = computed(() => ({ asOf: view.value.asOf, knownAt: view.value.knownAt, ...scrubbed.value }));
  const told: string[] = [];
  checkAddress({
    client,
    read,
    shown: signal(9),
    moment,
    change: (part) => void (view.value = { ...view.peek(), ...part }),
    tell: (sentence) => void told.push(sentence),
  });
  return { open, read, view, scrubbed, told };
}

describe('an address that names an instant of the log', () => {
  test('is taken for the position it had', async () => {
    const one = checking('?knownAt=2025-07-01T00:00:00Z');
    await one.open[0]?.answer(4);
    expect(one.view.value.knownAt).toBe(4);
  });

  test('is taken so, too, where only the clock of the world was moved meanwhile', async () => {
    const one = checking('?knownAt=2025-07-01T00:00:00Z');
    one.view.value = { ...one.view.peek(), asOf: 7 };
    await one.open[0]?.answer(4);
    expect(one.view.value).toMatchObject({ asOf: 7, knownAt: 4 });
  });

  test('moves no clock that was moved meanwhile, nor one that is being dragged', async () => {
    const set = checking('?knownAt=2025-07-01T00:00:00Z');
    set.view.value = { ...set.view.peek(), knownAt: 2 };
    await set.open[0]?.answer(4);
    expect(set.view.value.knownAt).toBe(2);
    const dragged = checking('?knownAt=2025-07-01T00:00:00Z');
    dragged.scrubbed.value = { knownAt: 2 };
    await dragged.open[0]?.answer(4);
    expect(dragged.view.value.knownAt).toBe('head');
  });

  test('moves nothing where the reader has gone to another address meanwhile', async () => {
    const one = checking('?knownAt=2025-07-01T00:00:00Z');
    one.read.value = readAddress('?panel=sources');
    await one.open[0]?.answer(4);
    expect(one.view.value.knownAt).toBe('head');
  });
});

describe('what an address says that means nothing', () => {
  test('is told in one turn, each once', () => {
    const { told } = checking('?asOf=soon&knownAt=99');
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(
      /about asOf that means nothing here.* position 99, which the log has not reached/,
    );
    expect(checking('?knownAt=99&newest=99').told[0]?.match(/position 99/g)).toHaveLength(1);
    expect(checking('?knownAt=4').told).toEqual([]);
  });

  test('is set right also in the other moment of a comparison', () => {
    const { view, told } = checking('?toAsOf=2025-07-01T00:00:00Z&toKnownAt=99');
    expect(view.value.compared).toEqual({ asOf: Date.UTC(2025, 6, 1), knownAt: 'head' });
    expect(told[0]).toMatch(/position 99, which the log has not reached/);
  });
});

const linkedView = () => signal(readAddress('?linked=yes&asOf=2025-07-01T00:00:00Z&knownAt=3').view);

describe('linked clocks where commits are left out', () => {
  test('are made exact', async () => {
    const { client, open } = lateCommits();
    const changes: unknown[] = [];
    const change = (part: unknown) => void changes.push(part);
    keepLinkExact({ client, view: linkedView(), isMoving: signal(false), thinnedTo: signal(5), change });
    await open[0]?.answer(4);
    expect(changes).toEqual([{ asOf: Date.UTC(2025, 6, 1), knownAt: 4 }]);
  });

  test('are not while one is dragged, and are once it is let go where it was', async () => {
    const { client, open } = lateCommits();
    const changes: unknown[] = [];
    const change = (part: unknown) => void changes.push(part);
    const isMoving = signal(false);
    keepLinkExact({ client, view: linkedView(), isMoving, thinnedTo: signal(5), change });
    isMoving.value = true;
    await open[0]?.answer(4);
    expect(changes).toEqual([]);
    isMoving.value = false;
    await open[1]?.answer(4);
    expect(changes).toHaveLength(1);
  });
});
