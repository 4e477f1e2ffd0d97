import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Client } from '../../src/client/index.ts';
import { connect } from '../../src/client/index.ts';
import { errorOf, waitNoTime } from '../support/asking.ts';
import type { ServedStore } from '../support/served-store.ts';
import { serveStore } from '../support/served-store.ts';

let served: ServedStore;
let client: Client;

beforeAll(async () => {
  served = await serveStore();
  client = connect(served.url, { wait: waitNoTime });
});
afterAll(async () => served.close());

describe('a client subscribes', () => {
  test('and goes on with nothing missed or told twice after the server was away', async () => {
    const stopping = new AbortController();
    const losses: unknown[] = [];
    const positions: number[] = [];
    const states = client.states<{ readonly 'notes-client'?: number }>('situation', {
      signal: stopping.signal,
      onLost: (error) => {
        losses.push(error);
      },
    });
    for await (const { position, state, causes } of states) {
      positions.push(position);
      expect(state).toEqual((await client.state('situation', { knownAt: position })).state);
      if (positions.length === 1) {
        await served.stop();
        const data = { title: 'Said', speaker: 'actor:a', about: ['actor:a'] };
        await served.timeline.append('statements-client', [
          { id: 'said-1', type: 'StatementMade', occurred: '2025-07-05', data },
        ]);
        await served.start();
      } else {
        expect(causes.map(({ id }) => id)).toEqual(['said-1']);
        stopping.abort();
      }
    }
    expect(positions).toHaveLength(2);
    expect(losses.length).toBeGreaterThan(0);
  });

  test('after a position that it names, and asks for the state there', async () => {
    const asOf = '2025-07-05T00:00:00Z';
    for await (const { state, position } of client.states('situation', { asOf, after: '8' })) {
      expect(state).toEqual((await client.state('situation', { asOf, knownAt: position })).state);
      break;
    }
  });

  test('after a position, and takes the whole state where the one there cannot be had', async () => {
    const asOf = '2025-07-05T00:00:00Z';
    const refusing = connect(served.url, {
      wait: waitNoTime,
      fetch: async (url, init) => {
        if (url.pathname.endsWith('/updates')) return fetch(url, init);
        const problem = { type: '/problems/too-many-requests', status: 429, detail: 'Later.' };
        return Response.json(problem, { status: 429 });
      },
    });
    const told: string[] = [];
    const onLost = (error: unknown) => void told.push(String(error));
    for await (const { state, position } of refusing.states('situation', { asOf, after: '8', onLost })) {
      expect(state).toEqual((await client.state('situation', { asOf, knownAt: position })).state);
      break;
    }
    expect(told).toEqual([expect.stringContaining('Later.; beginning anew with the whole state')]);
  });

  test('to the timeline, and ends when it is told to', async () => {
    const stopping = new AbortController();
    const told: string[] = [];
    for await (const { event } of client.changes({ types: ['CallHeld'], signal: stopping.signal })) {
      told.push(event);
      if (event === 'caught-up') stopping.abort();
    }
    expect(told).toEqual(['entries', 'caught-up']);
  });

  test('and hears at once what is wrong with the question', async () => {
    expect(await errorOf(client.updates('nothing').next())).toMatchObject({ code: 'unknown-projection' });
    expect(await errorOf(client.states('nothing').next())).toMatchObject({ code: 'unknown-projection' });
  });
});

describe('a client plays the timeline', () => {
  test('along an axis, from the last step on when the connection was lost', async () => {
    for (const axis of ['occurred', 'recorded'] as const) {
      const query = { axis, projection: 'situation', to: '2026-07-01T00:00:00Z' };
      const whole = await Array.fromAsync(client.replay(query));
      let cuts = 0;
      const cutting = connect(served.url, {
        wait: waitNoTime,
        async fetch(url, init) {
          const response = await fetch(url, init);
          cuts += 1;
          return cuts > 3 ? response : new Response(cutOff(await response.text(), 3), response);
        },
      });
      const steps = await Array.fromAsync(cutting.replay(query));
      const placesOf = (events: typeof whole): unknown =>
        events.flatMap(({ event, data }) =>
          event === 'step' ? [[data.moment.position, data.at, data.changes]] : [],
        );
      expect(placesOf(steps)).toEqual(placesOf(whole));
      if (axis === 'recorded') expect(new Set(steps.map(({ data }) => data.moment.asOf)).size).toBe(1);
      expect(steps.filter(({ event }) => event === 'start')).toHaveLength(4);
      expect(steps.at(-1)?.event).toBe('end');
    }
  });

  test('and takes a lost connection for an error where it is not to go on', async () => {
    const cutting = connect(served.url, {
      wait: waitNoTime,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        return new Response(cutOff(await response.text(), 2), response);
      },
    });
    const replay = cutting.replay({ to: '2026-07-01T00:00:00Z', resumes: false });
    expect(await errorOf(Array.fromAsync(replay))).toMatchObject({ code: 'store-unreachable' });
  });
});

/** Keeps so many events of a stream of them. */
function cutOff(text: string, count: number): string {
  const events = text.split('\n\n').filter((one) => one.includes('event:'));
  return events
    .slice(0, count)
    .map((one) => `${one}\n\n`)
    .join('');
}
