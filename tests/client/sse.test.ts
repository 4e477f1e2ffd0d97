import { describe, expect, test } from 'vitest';

import type { FollowOptions, ServerEvent } from '../../src/client/sse.ts';
import { followEvents } from '../../src/client/sse.ts';
import { untilAborted } from '../support/cli.ts';

const url = new URL('http://127.0.0.1:9/v1/timeline/updates');

/** What a server does with one connection: it refuses it, sends texts and ends or breaks it, or answers something else. */
type Turn = readonly string[] | 'refuses' | 'breaks' | 'falls silent' | Response;

function streamOf(texts: readonly string[], end: 'ends' | 'breaks' | 'falls silent' = 'ends'): Response {
  const left = texts.map((text) => new TextEncoder().encode(text));
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const bytes = left.shift();
      if (bytes !== undefined) controller.enqueue(bytes);
      else if (end === 'ends') controller.close();
      else if (end === 'breaks') controller.error(new TypeError('terminated'));
      else return new Promise<void>(() => undefined);
      return undefined;
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream; charset=utf-8' } });
}

/** Follows a server that has these turns; after the last the client is told to end. */
async function follow(turns: readonly Turn[], given: Partial<FollowOptions> = {}) {
  const stopping = new AbortController();
  const asked: (string | null)[] = [];
  const waits: number[] = [];
  const losses: unknown[] = [];
  let turn = 0;
  const options: FollowOptions = {
    async fetch(_, { headers }) {
      asked.push(new Headers(headers).get('last-event-id'));
      const now = turns[turn];
      turn += 1;
      if (now === undefined) {
        stopping.abort();
        throw new Error('aborted');
      }
      if (now === 'refuses') throw new TypeError('fetch failed');
      if (now === 'breaks' || now === 'falls silent') return streamOf(['id: 9\ndata: x\n\n'], now);
      return now instanceof Response ? now : streamOf(now);
    },
    async wait(ms, signal) {
      if (ms >= 60_000 && turns[turn - 1] !== 'falls silent') return untilAborted(ms, signal);
      if (ms < 60_000) waits.push(ms);
    },
    random: () => 0,
    signal: stopping.signal,
    errorOf: async (response) => new Error(`status ${response.status}`),
    isFinal: (error) => error instanceof Error && error.message === 'status 404',
    onLost: async (error) => {
      losses.push(error);
    },
    ...given,
  };
  const events: ServerEvent[] = [];
  let thrown: unknown;
  try {
    for await (const event of followEvents(url, options)) events.push(event);
  } catch (error) {
    thrown = error;
  }
  return { events, asked, waits, losses, thrown };
}

describe('following events', () => {
  test('goes on after the last id that was told, on a new connection', async () => {
    const { events, asked, waits } = await follow([
      [
        'event: patch\nid: 1\ndata: {"a":1}\n\n',
        'event: patch\nid: 2\nda',
        'ta: {"a":2}\n\nevent: patch\nid: 3\n',
      ],
      ['data: b\n\n'],
    ]);
    expect(events).toEqual([
      { event: 'patch', id: '1', data: '{"a":1}' },
      { event: 'patch', id: '2', data: '{"a":2}' },
      { event: 'message', id: '2', data: 'b' },
    ]);
    expect(asked).toEqual([null, '2', '2']);
    expect(waits).toEqual([1000, 1000]);
  });

  test('begins after an id that is given', async () => {
    expect((await follow([['data: b\n\n']], { after: '34' })).asked).toEqual(['34', '34']);
  });

  test('waits twice as long each time, up to half a minute, and a second again once something came', async () => {
    const refused = Array.from({ length: 7 }, () => 'refuses' as const);
    const { waits } = await follow([['data: a\n\n'], ...refused, ['data: b\n\n']]);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 1000]);
  });

  test('waits as long as the server says', async () => {
    const { waits } = await follow([['retry: 5000\n\n'], 'refuses', ['data: b\n\n']]);
    expect(waits).toEqual([5000, 10_000, 5000]);
    expect((await follow([['retry: 99999999\n\n']])).waits).toEqual([30_000]);
  });

  test('takes bye as the end of a connection, and tells nobody', async () => {
    const { events, asked, losses } = await follow([
      ['id: 7\ndata: a\n\nevent: bye\ndata: {}\n\nid: 8\ndata: never\n\n'],
      ['id: 8\ndata: b\n\n'],
    ]);
    expect(events.map(({ data }) => data)).toEqual(['a', 'b']);
    expect(asked).toEqual([null, '7', '8']);
    expect(losses).toEqual([undefined, undefined]);
  });

  test('makes a connection again that breaks, or says nothing for a minute', async () => {
    for (const turn of ['breaks', 'falls silent'] as const) {
      const { events, losses } = await follow([turn, ['data: b\n\n']]);
      expect(events.map(({ data }) => data)).toEqual(['x', 'b']);
      expect(losses[0]).toBeInstanceOf(Error);
    }
  });

  test('ends with the error of the first connection, whatever it is', async () => {
    expect(await follow(['refuses'])).toMatchObject({ thrown: { message: 'fetch failed' }, waits: [] });
    expect(await follow([new Response('', { status: 503 })])).toMatchObject({
      thrown: { message: 'status 503' },
    });
    expect(await follow([new Response('<p>Hello</p>')])).toMatchObject({ thrown: { message: 'status 200' } });
  });

  test('ends later only with an error that asking again does not mend', async () => {
    const { events, thrown, waits } = await follow([
      ['data: a\n\n'],
      new Response('', { status: 503 }),
      new Response('', { status: 404 }),
      ['data: never\n\n'],
    ]);
    expect(events).toHaveLength(1);
    expect(thrown).toMatchObject({ message: 'status 404' });
    expect(waits).toEqual([1000, 2000]);
  });

  test('leaves the connection when nobody takes events any more', async () => {
    let signal: AbortSignal | undefined;
    const events = followEvents(url, {
      fetch: async (_, init) => {
        signal = init.signal ?? undefined;
        return streamOf(['data: a\n\n'], 'falls silent');
      },
      wait: untilAborted,
      random: () => 0,
      signal: new AbortController().signal,
      errorOf: async () => new Error('x'),
      isFinal: () => true,
    });
    for await (const _ of events) break;
    expect(signal?.aborted).toBe(true);
  });
});
