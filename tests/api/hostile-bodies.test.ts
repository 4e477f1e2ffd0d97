import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { note, serve } from './served.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(async () => {
  expect(served.timeline.head().position).toBe(0);
  await served.close();
});

const url = '/v1/streams/notes-kyiv/events';
const withData = (data: string) => `{"id":"a","type":"NoteAdded","occurred":"2025","data":${data}}`;

describe('a body that two readers could understand differently is refused:', () => {
  test.each([
    ['a name twice', withData('{"title":"x","title":"y"}'), '/data/title'],
    ['a name twice, once escaped', withData('{"title":"x","titl\\u0065":"y"}'), '/data/title'],
    ['__proto__', withData('{"title":"x","__proto__":{"admin":true}}'), '/data/__proto__'],
    ['__proto__, escaped', withData('{"title":"x","\\u005f_proto__":1}'), '/data/__proto__'],
    ['2^53 + 1', withData('{"title":"x","schemaVersion":9007199254740993}'), '/data/schemaVersion'],
    ['an infinite number', withData('{"title":"x","n":1e999}'), '/data/n'],
    ['half a surrogate pair', withData('{"title":"\\ud800"}'), '/data/title'],
    ['more after its end', `${withData('{"title":"x"}')} {}`, undefined],
    ['no JSON', '{type: NoteAdded}', undefined],
    ['nothing', '', undefined],
    ['a comment', `/* hello */ ${withData('{"title":"x"}')}`, undefined],
    ['a byte order mark', `\ufeff${withData('{"title":"x"}')}`, undefined],
  ])('%s', async (_what, body, pointer) => {
    const response = await served.postText(url, body);
    expect(response.statusCode).toBe(400);
    const problem: unknown = response.json();
    expect(problem).toMatchObject({ type: '/problems/invalid-json' });
    if (pointer !== undefined) expect(problem).toMatchObject({ pointer });
  });

  test('bytes that are not UTF-8', async () => {
    const body = Buffer.concat([Buffer.from('{"title":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]);
    expect((await served.postText(url, body)).json()).toMatchObject({
      type: '/problems/invalid-json',
      detail: 'The body is not UTF-8',
    });
  });
});

describe('a body beyond a limit is refused:', () => {
  test.each([33, 400_000])('%d arrays in each other', async (depth) => {
    const response = await served.postText(url, '['.repeat(depth));
    expect(response.statusCode).toBe(413);
    expect(response.json()).toMatchObject({ type: '/problems/nesting-too-deep' });
  });

  test('more than 1 MiB, before it is read', async () => {
    const response = await served.postText(url, `"${'x'.repeat(1_048_576)}"`);
    expect(response.statusCode).toBe(413);
    expect(response.json()).toMatchObject({ type: '/problems/request-too-large', bytesMax: 1_048_576 });
  });

  test('more than the operator allows', async () => {
    const small = await serve({ bodyBytesMax: 100 });
    expect((await small.post(url, note('a'.repeat(100)))).json()).toMatchObject({ bytesMax: 100 });
    await small.close();
  });

  test('more than 1000 events', async () => {
    const events = Array.from({ length: 1001 }, (_, index) => note(`n${index}`));
    expect((await served.post(url, events)).json()).toMatchObject({ type: '/problems/invalid-request' });
  });
});

describe('a body of a type that the route does not take is refused:', () => {
  test.each([
    'text/plain',
    'application/xml',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded',
    'nonsense',
  ])('%s', async (mediaType) => {
    const response = await served.postText(url, JSON.stringify(note('a')), mediaType);
    expect(response.statusCode).toBe(415);
    expect(response.json()).toMatchObject({ type: '/problems/unsupported-media-type' });
  });

  test('lines, for a correction', async () => {
    const response = await served.postText(
      '/v1/events/a/corrections',
      '{"reason":"x"}',
      'application/x-ndjson',
    );
    expect(response.statusCode).toBe(415);
  });

  test('none at all', async () => {
    const response = await served.ask({ method: 'POST', url });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ detail: 'The body is missing' });
  });
});
