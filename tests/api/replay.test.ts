import { applyPatch } from 'rfc6902';
import { afterEach, describe, expect, test } from 'vitest';

import type { Heard } from '../support/event-client.ts';
import { eventually, hear, listen, openSubscriptions } from '../support/event-client.ts';
import type { ServeOptions, Served } from './served.ts';
import { note, serve, serveFounding } from './served.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function live(begin = serve, options: ServeOptions = {}): Promise<Served & { readonly port: number }> {
  const served = await begin(options);
  closing.push(async () => served.close());
  return { ...served, port: await listen(served.app) };
}

const namesOf = (heard: readonly Heard[]) => heard.map(({ event }) => event);

function stateOf(heard: readonly Heard[]): unknown {
  const held = { state: structuredClone(heard[0]?.data['state']) };
  for (const { data } of heard) {
    const patch = (data['patch'] ?? []) as { op: 'add'; path: string; value: unknown }[];
    for (const operation of structuredClone(patch))
      applyPatch(held, [{ ...operation, path: `/state${operation.path}` }]);
  }
  return held.state;
}

describe('a replay', () => {
  test.each([
    ['occurred', 'from=2025-07-03T18:00:00Z&to=2025-07-05T00:00:00Z', 'asOf=2025-07-05T00:00:00Z'],
    ['recorded', 'from=0&to=30&asOf=2025-07-05T00:00:00Z', 'asOf=2025-07-05T00:00:00Z&knownAt=30'],
  ])('plays what there is, and ends: %s', async (axis, range, end) => {
    const { port, get } = await live(serveFounding);
    const client = await hear(port, `/v1/replay?projection=situation&axis=${axis}&${range}&speed=0`);
    await client.closed;
    const names = namesOf(client.heard);
    expect(names.at(0)).toBe('start');
    expect(names.at(-1)).toBe('end');
    expect(new Set(names.slice(1, -1))).toEqual(new Set(['step']));
    expect(client.heard[0]).toMatchObject({ data: { projection: { name: 'situation', version: 1 } } });
    const places = client.heard.flatMap(({ data: { at } }) => (typeof at === 'string' ? [at] : []));
    expect(places).toEqual(places.toSorted());
    expect(stateOf(client.heard)).toEqual((await get(`/v1/projections/situation?${end}`)).json().state);
  });

  test('tells the facts themselves', async () => {
    const { port, post } = await live();
    await post('/v1/streams/notes-a/events', [note('a', '2025-07-02T12:00:00Z'), note('b')]);
    const client = await hear(port, '/v1/replay?speed=0&to=2025-07-04T00:00:00Z');
    await client.closed;
    expect(client.heard).toMatchObject([
      { event: 'start' },
      {
        event: 'step',
        data: {
          at: '2025-07-02T12:00:00Z',
          moment: { asOf: '2025-07-02T12:00:00Z', position: 2 },
          changes: [
            { id: 'a', change: 'added', why: 'occurred', entry: { id: 'a', data: { title: 'Note a' } } },
          ],
        },
      },
      { event: 'step', data: { at: '2025-07-03T12:00:00Z', changes: [{ id: 'b' }] } },
      { event: 'end', data: { moment: { asOf: '2025-07-04T00:00:00Z' } } },
    ]);
    expect(client.heard[0]?.data).not.toHaveProperty('state');
  });

  test('goes on live where its end is open', async () => {
    const { port, post } = await live();
    await post('/v1/streams/notes-a/events', note('a'));
    const client = await hear(port, '/v1/replay?axis=recorded&speed=0');
    await client.until(() => namesOf(client.heard).includes('caught-up'));
    await post('/v1/streams/notes-a/events', note('b'));
    await client.until(() => client.heard.at(-1)?.event === 'step');
    expect(client.heard.at(-1)).toMatchObject({ data: { moment: { position: 2 }, changes: [{ id: 'b' }] } });
  });

  test('gives each step its time, but no more than the gap', async () => {
    const { port, post } = await live();
    await post('/v1/streams/notes-a/events', [
      note('a', '2020-01-01T00:00:00Z'),
      note('b', '2025-01-01T00:00:00Z'),
    ]);
    const client = await hear(port, '/v1/replay?to=2025-07-04T00:00:00Z&gap=0.05');
    await client.closed;
    expect(namesOf(client.heard)).toEqual(['start', 'step', 'step', 'end']);
  });

  test.each(['the client leaves', 'the server stops'])('that waits for years ends when %s', async (way) => {
    const { port, post, app } = await live();
    await post('/v1/streams/notes-a/events', [
      note('a', '1900-01-01T00:00:00Z'),
      note('b', '2025-01-01T00:00:00Z'),
    ]);
    const client = await hear(port, '/v1/replay?to=2025-07-04T00:00:00Z');
    await client.hears(2);
    if (way === 'the client leaves') client.close();
    else await app.close();
    await client.closed;
    expect(namesOf(client.heard)).toEqual(['start', 'step', ...(way === 'the server stops' ? ['bye'] : [])]);
    if (way === 'the client leaves') await eventually(async () => (await openSubscriptions(app)) === 0);
  });

  test.each([
    ['?projection=nothing', 404, 'unknown-projection'],
    ['?projection=actors', 400, 'key-required'],
    ['?key=a', 400, 'invalid-query'],
    ['?axis=both', 400, 'invalid-request'],
    ['?speed=-1', 400, 'invalid-request'],
    ['?speed=fast', 400, 'invalid-request'],
    ['?gap=1e3', 400, 'invalid-request'],
    ['?from=soon', 400, 'invalid-moment'],
    ['?to=2020-01-01T00:00:00Z&from=2021-01-01T00:00:00Z', 400, 'invalid-query'],
    ['?limit=3', 400, 'invalid-request'],
  ])('is refused: %s', async (query, status, code) => {
    const { get } = await live();
    const response = await get(`/v1/replay${query}`);
    expect(response.statusCode, response.body).toBe(status);
    expect(response.json()).toMatchObject({ type: `/problems/${code}` });
  });
});
