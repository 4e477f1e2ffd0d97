import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { note, serve } from './served.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(async () => served.close());

const url = '/v1/streams/notes-kyiv/events';

const cloudEvent = {
  specversion: '1.0',
  id: 'c1',
  source: 'https://example.org/desk',
  type: 'NoteAdded',
  subject: 'notes-kyiv',
  time: '2025-07-03T14:00:00+02:00',
  dataschema: '/v1/schemas/NoteAdded/1',
  correlationid: 'desk-7',
  data: { title: 'From the desk' },
};

describe('an append', () => {
  test('answers 201 with where the event came to stand, and where to read it', async () => {
    const response = await served.post(url, note('a/1'));
    expect(response.statusCode).toBe(201);
    expect(response.headers['location']).toBe('/v1/events/a%2F1');
    expect(response.json()).toEqual({
      position: 1,
      events: [
        { id: 'a/1', stream: 'notes-kyiv', revision: 0, position: 1, recordedAt: '2025-07-10T09:00:00Z' },
      ],
    });
    expect((await served.get('/v1/events/a%2F1')).json()).toMatchObject({
      id: 'a/1',
      data: { title: 'Note a/1' },
    });
  });

  test('gives an id to an event that brings none', async () => {
    const { id: _, ...anonymous } = note('x');
    const response = await served.post(url, anonymous);
    expect(response.json()).toMatchObject({ events: [{ id: 'given-1' }] });
  });

  test('records an array whole', async () => {
    const response = await served.post(url, [note('a'), note('b')]);
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ position: 2, events: [{ revision: 0 }, { revision: 1 }] });
  });

  test('records nothing of an array with one event that is wrong, and says which', async () => {
    const wrong = { ...note('b'), data: { title: '' } };
    const response = await served.post(url, [note('a'), wrong]);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      type: '/problems/invalid-event',
      place: 'event 2',
      pointer: '/data/title',
    });
    expect(served.timeline.head().position).toBe(0);
  });

  test('answers 200 with the first result when the same events come again', async () => {
    const first = await served.post(url, [note('a'), note('b')]);
    served.tick(60_000);
    const second = await served.post(url, [note('a'), note('b')]);
    expect(second.statusCode).toBe(200);
    expect(second.json()).toEqual(first.json());
    expect(served.timeline.head().position).toBe(2);
  });

  test('refuses an id that stands for other content', async () => {
    await served.post(url, note('a'));
    const response = await served.post(url, { ...note('a'), data: { title: 'Another' } });
    expect(response.statusCode).toBe(409);
    expect(response.json()).toMatchObject({ type: '/problems/event-id-reused', eventId: 'a' });
  });

  test.each([
    ['an empty array', [], 'invalid-request'],
    ['an unknown type', { ...note('a'), type: 'CowMooed' }, 'unknown-event-type'],
    ['a member that no event has', { ...note('a'), when: '2025' }, 'invalid-event'],
    ['a date that is none', note('a', '2025-02-30'), 'invalid-time'],
    ['an instant without an offset', note('a', '2025-07-03T12:00:00'), 'invalid-time'],
    ['an interval that ends before it starts', note('a', '2025-07-04/2025-07-03'), 'invalid-time'],
    ['a schema version that is not there', { ...note('a'), schemaVersion: 9 }, 'unknown-schema'],
    ['no data', { type: 'NoteAdded', occurred: '2025' }, 'invalid-event'],
    [
      'a correction of nothing',
      { type: 'FactRetracted', occurred: '2025', data: { target: 'x', reason: 'y' } },
      'unknown-event',
    ],
    ['a number', 7, 'invalid-event'],
    ['null', null, 'invalid-event'],
  ])('refuses %s', async (_what, body, code) => {
    const response = await served.post(url, body);
    expect(response.json()).toMatchObject({ type: `/problems/${code}` });
    expect([400, 404]).toContain(response.statusCode);
    expect(served.timeline.head().position).toBe(0);
  });

  test('refuses a stream that is not named category-id', async () => {
    const response = await served.post('/v1/streams/kyiv/events', note('a'));
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: '/problems/invalid-stream', stream: 'kyiv' });
  });

  test('refuses an event above 64 KiB, and says how large it is', async () => {
    const response = await served.post(url, { ...note('a'), data: { title: 'x', text: 'x'.repeat(70_000) } });
    expect(response.statusCode).toBe(413);
    expect(response.json()).toMatchObject({ type: '/problems/event-too-large', bytesMax: 65_536 });
  });
});

describe('an expected revision', () => {
  beforeEach(async () => {
    await served.post(url, [note('a'), note('b')]);
  });

  test.each([
    ['the parameter', `${url}?expectedRevision=1`, {}],
    ['any', `${url}?expectedRevision=any`, {}],
    ['If-Match', url, { 'if-match': '"1"' }],
    ['If-Match without quotes', url, { 'if-match': '1' }],
  ])('that holds lets the append through: %s', async (_what, address, headers) => {
    expect((await served.post(address, note('c'), headers)).statusCode).toBe(201);
  });

  test.each([
    ['the parameter', `${url}?expectedRevision=0`, {}, 0],
    ['none', `${url}?expectedRevision=none`, {}, 'none'],
    ['If-Match', url, { 'if-match': '"7"' }, 7],
    ['If-None-Match', url, { 'if-none-match': '*' }, 'none'],
  ])(
    'that does not hold is a conflict with both revisions: %s',
    async (_what, address, headers, expected) => {
      const response = await served.post(address, note('c'), headers);
      expect(response.statusCode).toBe(409);
      expect(response.json()).toMatchObject({
        type: '/problems/wrong-expected-revision',
        expectedRevision: expected,
        actualRevision: 1,
      });
    },
  );

  test.each([
    ['a word', `${url}?expectedRevision=latest`, {}],
    ['a negative number', `${url}?expectedRevision=-1`, {}],
    ['If-Match of anything', url, { 'if-match': '*' }],
    ['a weak tag', url, { 'if-match': 'W/"1"' }],
    ['If-None-Match of a revision', url, { 'if-none-match': '"1"' }],
    ['two at once', `${url}?expectedRevision=1`, { 'if-match': '"1"' }],
  ])('that cannot be read is refused: %s', async (_what, address, headers) => {
    const response = await served.post(address, note('c'), headers);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: '/problems/invalid-request' });
    expect(served.timeline.head().position).toBe(2);
  });
});

describe('a CloudEvent', () => {
  test('is recorded as what it says', async () => {
    const response = await served.postText(url, JSON.stringify(cloudEvent), 'application/cloudevents+json');
    expect(response.statusCode).toBe(201);
    expect(served.timeline.stream('notes-kyiv', { from: 0, limit: 1 })).toMatchObject([
      { id: 'c1', occurred: '2025-07-03T14:00:00+02:00', correlationId: 'desk-7', schemaVersion: 1 },
    ]);
  });

  test('may come as plain JSON, without its subject, and beside events of our own form', async () => {
    const { subject: _, ...bare } = cloudEvent;
    expect((await served.post(url, [bare, note('a')])).statusCode).toBe(201);
  });

  test('may come in a batch', async () => {
    const batch = JSON.stringify([cloudEvent, { ...cloudEvent, id: 'c2' }]);
    const response = await served.postText(url, batch, 'application/cloudevents-batch+json; charset=utf-8');
    expect(response.json()).toMatchObject({ position: 2 });
  });

  test.each(['recordedtime', 'sequence', 'revision'])(
    'that brings a %s of another log is refused',
    async (name) => {
      const values = { recordedtime: '2025-07-01T00:00:00Z', sequence: '00000000000000000001', revision: 0 };
      const response = await served.post(url, {
        ...cloudEvent,
        ...Object.fromEntries(Object.entries(values).filter(([key]) => key === name)),
      });
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({ type: '/problems/invalid-event', pointer: `/${name}` });
    },
  );

  test('of another stream is refused', async () => {
    const response = await served.post(url, { ...cloudEvent, subject: 'notes-lviv' });
    expect(response.json()).toMatchObject({ type: '/problems/invalid-event', pointer: '/subject' });
  });

  test('with an attribute that would be lost is refused', async () => {
    const response = await served.post(url, { ...cloudEvent, traceparent: '00-1' });
    expect(response.json()).toMatchObject({ type: '/problems/invalid-event', pointer: '/traceparent' });
  });

  test('and its media type go together', async () => {
    const one = JSON.stringify(cloudEvent);
    const wrong = [
      await served.postText(url, one, 'application/cloudevents-batch+json'),
      await served.postText(url, `[${one}]`, 'application/cloudevents+json'),
      await served.postText(url, JSON.stringify(note('a')), 'application/cloudevents+json'),
    ];
    expect(wrong.map((response) => response.statusCode)).toEqual([400, 400, 400]);
  });
});

describe('an append in lines', () => {
  const lines = 'application/x-ndjson';

  test('takes one event a line, of either form, and passes over empty lines', async () => {
    const body = `${JSON.stringify(note('a'))}\r\n\n${JSON.stringify(cloudEvent)}\n`;
    const response = await served.postText(url, body, lines);
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ position: 2 });
  });

  test('names the line that is cut off, and records none', async () => {
    const whole = JSON.stringify(note('a'));
    const response = await served.postText(url, `${whole}\n\n${whole.slice(0, 30)}`, lines);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: '/problems/invalid-json', place: 'line 3' });
    expect(served.timeline.head().position).toBe(0);
  });

  test('without a line is refused', async () => {
    expect((await served.postText(url, '\n', lines)).json()).toMatchObject({
      type: '/problems/invalid-request',
    });
  });
});
