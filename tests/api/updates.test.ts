import { applyPatch } from 'rfc6902';
import { afterEach, describe, expect, test } from 'vitest';

import { defineProjection } from '../../src/domain/projection.ts';
import type { EventClient, Heard } from '../support/event-client.ts';
import { eventually, hear, listen, openSubscriptions } from '../support/event-client.ts';
import type { ServeOptions, Served } from './served.ts';
import { note, serve, serveFounding } from './served.ts';

const titles = defineProjection<readonly string[]>({
  name: 'titles',
  version: 1,
  description: 'The titles, in the order they occurred.',
  initial: [],
  evolve: (state, { data }) => [...state, String(data['title'])],
});

const byStream = defineProjection<number>({
  name: 'by-stream',
  version: 1,
  description: 'How many facts a stream states.',
  initial: 0,
  evolve: (state) => state + 1,
  key: ({ stream }) => [stream],
});

/** Fails on one title. */
const touchy = defineProjection<number>({
  name: 'touchy',
  version: 1,
  description: 'Counts, and fails on what is bad.',
  initial: 0,
  evolve(state, { data }) {
    if (data['title'] === 'bad') throw new Error('cannot count this');
    return state + 1;
  },
});

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Live = Served & { readonly port: number };

async function live(
  options: ServeOptions = { projections: [titles, byStream, touchy] },
  begin = serve,
): Promise<Live> {
  const served = await begin(options);
  closing.push(async () => served.close());
  return { ...served, port: await listen(served.app) };
}

/** Returns the state that a client has worked out from all that it heard. */
function stateOf(heard: readonly Heard[], before?: unknown): unknown {
  const held = { state: structuredClone(before) };
  for (const { event, data } of heard) {
    if (event === 'snapshot' || event === 'reset') held.state = structuredClone(data['state']);
    if (event === 'patch') {
      const operations = (data['patch'] as { op: 'add'; path: string; value: unknown }[]).map(
        (operation) => ({
          ...structuredClone(operation),
          path: `/state${operation.path}`,
        }),
      );
      expect(applyPatch(held, operations)).toEqual(operations.map(() => null));
    }
  }
  return held.state;
}

const namesOf = (heard: readonly Heard[]) => heard.map(({ event }) => event);

describe('a subscription to a state', () => {
  test('begins with the whole, then tells what each commit changes', async () => {
    const { port, post, get } = await live();
    await post('/v1/streams/notes-a/events', note('a'));
    const client = await hear(port, '/v1/projections/titles/updates');
    expect(await client.hears(2)).toMatchObject([
      {
        event: 'snapshot',
        id: '1',
        data: { projection: { name: 'titles', version: 1 }, moment: { position: 1 }, state: ['Note a'] },
      },
      {
        event: 'caught-up',
        id: '1',
        data: { moment: { position: 1 }, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      },
    ]);
    await post('/v1/streams/notes-a/events', note('b', '2025-07-02T12:00:00Z'));
    expect((await client.hears(3))[2]).toMatchObject({
      event: 'patch',
      id: '2',
      data: {
        from: { position: 1 },
        moment: { position: 2 },
        patch: [{ op: 'add', path: '/0', value: 'Note b' }],
        causes: [{ id: 'b', change: 'added', why: 'stated', by: 'b', byPosition: 2 }],
        more: false,
      },
    });
    expect(stateOf(client.heard)).toEqual((await get('/v1/projections/titles')).json().state);
  });

  test('is caught up at once where nothing was recorded', async () => {
    const { port } = await live();
    const client = await hear(port, '/v1/projections/titles/updates');
    expect(await client.hears(2)).toMatchObject([
      { event: 'snapshot', id: '0', data: { state: [] } },
      { event: 'caught-up', id: '0' },
    ]);
  });

  test('is of one key, or of all of them', async () => {
    const { port, post } = await live();
    await post('/v1/streams/notes-a/events', note('a'));
    const one = await hear(port, '/v1/projections/by-stream/updates?key=notes-a');
    const all = await hear(port, '/v1/projections/by-stream/updates');
    expect((await one.hears(2))[0]).toMatchObject({ data: { key: 'notes-a', state: 1 } });
    expect((await all.hears(2))[0]).toMatchObject({ data: { state: { 'notes-a': 1 } } });
    await post('/v1/streams/notes-b/events', note('b'));
    await post('/v1/streams/notes-a/events', note('c'));
    expect((await one.hears(3))[2]).toMatchObject({ event: 'patch', id: '3', data: { key: 'notes-a' } });
    await all.hears(4);
    expect(stateOf(one.heard)).toBe(2);
    expect(stateOf(all.heard)).toEqual({ 'notes-a': 2, 'notes-b': 1 });
  });

  test('waits for what its asker wrote', async () => {
    const { port, post } = await live();
    const { position } = (await post('/v1/streams/notes-a/events', note('a'))).json();
    const client = await hear(port, `/v1/projections/titles/updates?minPosition=${position}`);
    expect((await client.hears(1))[0]).toMatchObject({ data: { state: ['Note a'] } });
  });

  test('tells of a fault once, and goes on when it is mended', async () => {
    const { port, post } = await live();
    await post('/v1/streams/notes-a/events', note('a'));
    const client = await hear(port, '/v1/projections/touchy/updates');
    await client.hears(2);
    await post('/v1/streams/notes-a/events', note('b', '2025-07-03T13:00:00Z', 'bad'));
    expect((await client.hears(3))[2]).toMatchObject({
      event: 'fault',
      data: { type: '/problems/projection-faulted', projection: 'touchy', eventId: 'b' },
    });
    await post('/v1/events/b/retractions', { reason: 'It was bad' });
    await post('/v1/streams/notes-a/events', note('c'));
    await client.until(() => stateOf(client.heard) === 2);
    expect(namesOf(client.heard).filter((event) => event === 'fault')).toHaveLength(1);
  });

  test.each([
    ['nothing/updates', 404, 'unknown-projection'],
    ['titles/updates?key=a', 400, 'invalid-query'],
    ['titles/updates?asOf=soon', 400, 'invalid-moment'],
    ['titles/updates?after=garbage', 400, 'invalid-request'],
    ['titles/updates?after=-1', 400, 'invalid-request'],
  ])('is refused: %s', async (url, status, code) => {
    const { get } = await live();
    const response = await get(`/v1/projections/${url}`);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ type: `/problems/${code}` });
  });

  test('is refused after something that this log does not have', async () => {
    const { get } = await live();
    const response = await get('/v1/projections/titles/updates', { 'last-event-id': 'Ω of another store' });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: '/problems/invalid-request' });
  });
});

describe('a client that was cut off', () => {
  test('goes on after what it saw last, without a gap and without anything twice', async () => {
    const { port, post, get } = await live();
    await post('/v1/streams/notes-a/events', note('a'));
    const first = await hear(port, '/v1/projections/titles/updates');
    await first.hears(2);
    const seen = stateOf(first.heard);
    const { id = '' } = first.heard.at(-1) ?? {};
    first.close();
    await post('/v1/streams/notes-a/events', note('b', '2025-07-04'));
    await post('/v1/events/a/corrections', { reason: 'Misheard', data: { title: 'Note a, corrected' } });
    const second = await hear(port, '/v1/projections/titles/updates', { 'last-event-id': id });
    await second.until(() => namesOf(second.heard).includes('caught-up'));
    expect(namesOf(second.heard)).not.toContain('snapshot');
    expect(stateOf(second.heard, seen)).toEqual((await get('/v1/projections/titles')).json().state);
    const third = await hear(port, '/v1/projections/titles/updates', {
      'last-event-id': second.heard.at(-1)?.id ?? '',
    });
    expect(namesOf(await third.hears(1))).toEqual(['caught-up']);
  });
});

describe('a subscriber to the night of the barrage', () => {
  const night = '2025-07-03T23:30:00Z';
  const missiles = '0197d4b6-3380-75e2-9c0e-b99390313143';
  const call = {
    id: 'call-later',
    type: 'CallHeld',
    occurred: '2025-07-05T12:00:00Z',
    data: {
      title: 'The two presidents speak again',
      participants: [{ actor: 'actor:donald-trump' }, { actor: 'actor:volodymyr-zelenskyy' }],
      sources: [{ publisher: 'The Post' }],
    },
  };

  async function correctTheNight({ post, timeline }: Served): Promise<number> {
    const { reading } = await timeline.fact(missiles);
    const response = await post(`/v1/events/${missiles}/corrections`, {
      id: 'barrage-corrected',
      reason: 'The air force counted again',
      data: {
        ...reading.data,
        title: 'Air Force counts two Kinzhal missiles',
        munitions: [{ class: 'missile', kind: 'ballistic', model: 'Kinzhal', launched: { best: 2 } }],
      },
    });
    expect(response.statusCode).toBe(201);
    return response.json().position;
  }

  test('hears when what is known of it changes, and nothing else', async () => {
    const served = await live({}, serveFounding);
    const { port, post } = served;
    const then = await hear(port, `/v1/projections/situation/updates?asOf=${night}`);
    const now = await hear(port, '/v1/projections/situation/updates');
    await Promise.all([then.hears(2), now.hears(2)]);
    const appended = (await post('/v1/streams/diplomacy-us-ukraine/events', call)).json().position;
    await now.hears(3);
    const corrected = await correctTheNight(served);
    await Promise.all([then.hears(3), now.hears(4)]);

    expect(then.heard.slice(2)).toMatchObject([
      {
        event: 'patch',
        id: String(corrected),
        data: {
          moment: { asOf: night, position: corrected },
          causes: [
            {
              id: missiles,
              change: 'reread',
              why: 'corrected',
              by: 'barrage-corrected',
              byPosition: corrected,
              reason: 'The air force counted again',
            },
          ],
        },
      },
    ]);
    expect(now.heard.slice(2).map(({ event, data }) => [event, idsOf(data['causes'])])).toEqual([
      ['patch', ['call-later']],
      ['patch', [missiles]],
    ]);
    expect(now.heard[2]).toMatchObject({ data: { moment: { position: appended } } });
    await expectStateOf(served, then, `asOf=${night}`);
    await expectStateOf(served, now, '');
  });

  test('hears of the facts themselves on the timeline', async () => {
    const served = await live({}, serveFounding);
    const client = await hear(served.port, `/v1/timeline/updates?asOf=${night}&stream=airforce-ukraine`);
    await client.until(() => namesOf(client.heard).includes('caught-up'));
    const begun = client.heard.length;
    const told = client.heard.flatMap(({ data }) => idsOf(data['entries']));
    const { entries } = (await served.get(`/v1/timeline?asOf=${night}&stream=airforce-ukraine`)).json();
    expect(told).toEqual(idsOf(entries));
    await served.post('/v1/streams/diplomacy-us-ukraine/events', call);
    await correctTheNight(served);
    await client.hears(begun + 1);
    expect(client.heard.slice(begun)).toMatchObject([
      {
        event: 'changes',
        data: {
          moment: { asOf: night },
          changes: [
            {
              id: missiles,
              change: 'reread',
              why: 'corrected',
              entry: {
                id: missiles,
                status: 'corrected',
                data: { title: 'Air Force counts two Kinzhal missiles' },
              },
            },
          ],
        },
      },
    ]);
  });
});

describe('a subscription to the timeline', () => {
  test('begins with the facts there are, and tells of each that comes, goes or reads otherwise', async () => {
    const { port, post } = await live();
    await post('/v1/streams/notes-a/events', [note('a'), note('b')]);
    const client = await hear(port, '/v1/timeline/updates');
    expect(await client.hears(2)).toMatchObject([
      { event: 'entries', data: { entries: [{ id: 'a' }, { id: 'b' }] } },
      { event: 'caught-up', id: '2' },
    ]);
    await post('/v1/events/a/retractions', { reason: 'Never was' });
    const [, , gone] = await client.hears(3);
    expect(gone).toMatchObject({
      event: 'changes',
      id: '3',
      data: {
        from: { position: 2 },
        changes: [{ id: 'a', change: 'removed', why: 'retracted', reason: 'Never was' }],
      },
    });
    expect(gone?.data['changes']).not.toMatchObject([{ entry: expect.anything() }]);
  });

  test('takes the filters of the timeline', async () => {
    const { port, post } = await live();
    const client = await hear(port, '/v1/timeline/updates?stream=notes-b&q=Note');
    await client.until(() => namesOf(client.heard).includes('caught-up'));
    await post('/v1/streams/notes-a/events', note('a'));
    await post('/v1/streams/notes-b/events', note('b'));
    await client.until(() => client.heard.at(-1)?.event === 'changes');
    expect(client.heard.at(-1)).toMatchObject({ data: { changes: [{ id: 'b', entry: { id: 'b' } }] } });
    expect(namesOf(client.heard).filter((event) => event === 'changes')).toHaveLength(1);
  });

  test.each(['?limit=3', '?page=a', '?order=newest-first', '?knownAt=1', '?type=', '?after=x'])(
    'is refused: %s',
    async (query) => {
      const { get } = await live();
      const response = await get(`/v1/timeline/updates${query}`);
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({ type: '/problems/invalid-request' });
    },
  );
});

test('closing the timeline ends every subscription', async () => {
  const { port, timeline, app } = await live();
  const clients = await Promise.all(
    ['/v1/projections/titles/updates', '/v1/timeline/updates'].map(async (path) => hear(port, path)),
  );
  for (const client of clients) await client.until(() => namesOf(client.heard).includes('caught-up'));
  await timeline.close();
  for (const client of clients) {
    await client.closed;
    expect(namesOf(client.heard).at(-1)).toBe('bye');
  }
  await eventually(() => app.server.listening);
});

test('ten clients that come and go leave nothing behind', async () => {
  const { port, app } = await live();
  const clients = await Promise.all(
    Array.from({ length: 10 }, async (_, index) =>
      hear(port, index % 2 === 0 ? '/v1/projections/titles/updates' : '/v1/timeline/updates'),
    ),
  );
  for (const client of clients) await client.hears(1);
  expect(await openSubscriptions(app)).toBe(10);
  for (const client of clients) client.close();
  await eventually(async () => (await openSubscriptions(app)) === 0);
});

function idsOf(facts: unknown): unknown[] {
  return Array.isArray(facts) ? facts.map(({ id }) => id) : [];
}

async function expectStateOf({ get }: Served, { heard }: EventClient, query: string): Promise<void> {
  expect(stateOf(heard)).toEqual((await get(`/v1/projections/situation?${query}`)).json().state);
}
