import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { checkAnswer, checkEvent } from '../support/contract.ts';
import type { Answered } from '../support/contract.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
  await served.post('/v1/streams/notes-a/events', note('a'));
});
afterAll(async () => served.close());

const state = '/v1/projections/situation';

async function answerTo(url: string, headers: Record<string, string> = {}): Promise<Answered> {
  const { statusCode, headers: answered, body } = await served.get(url, headers);
  return { statusCode, headers: answered, body };
}

/** Returns an answer with another body, in JSON. */
function saying(answer: Answered, change: (body: Record<string, unknown>) => unknown): Answered {
  return { ...answer, body: JSON.stringify(change(JSON.parse(answer.body))) };
}

describe('every answer in these tests is held against the contract, which finds', () => {
  test('a member that is not declared', async () => {
    const answer = await answerTo(state);
    checkAnswer('GET', state, answer);
    const wrong = saying(answer, (body) => ({ ...body, extra: 1 }));
    expect(() => checkAnswer('GET', state, wrong)).toThrow(/against the contract: .*extra/);
  });

  test.each([
    [
      'a member that is missing',
      (body: Record<string, unknown>) => ({ ...body, state: undefined }),
      /\/state: is missing/,
    ],
    [
      'a member of another kind',
      (body: Record<string, unknown>) => ({ ...body, uncertain: {} }),
      /\/uncertain/,
    ],
    [
      'a member that is wrong deep inside',
      (body: Record<string, unknown>) => ({ ...body, moment: { ...Object(body['moment']), asOf: 'today' } }),
      /\/moment\/asOf/,
    ],
  ])('%s', async (_, change, fault) => {
    const wrong = saying(await answerTo(state), change);
    expect(() => checkAnswer('GET', state, wrong)).toThrow(fault);
  });

  test('a status, a header and a media type that are not declared', async () => {
    const answer = await answerTo(state);
    const withHeader = (headers: Answered['headers']) => ({
      ...answer,
      headers: { ...answer.headers, ...headers },
    });
    expect(() => checkAnswer('GET', state, { ...answer, statusCode: 202 })).toThrow(/status/);
    expect(() => checkAnswer('GET', state, withHeader({ 'set-cookie': ['a=b'] }))).toThrow(/set-cookie/);
    expect(() => checkAnswer('GET', state, withHeader({ 'content-type': 'text/csv' }))).toThrow(/text\/csv/);
  });

  test('a problem that is none, and one that the route does not declare', async () => {
    const answer = await answerTo('/v1/projections/nothing');
    const url = '/v1/projections/nothing';
    checkAnswer('GET', url, answer);
    expect(() => checkAnswer('GET', url, { ...answer, statusCode: 409 })).toThrow(/409/);
    const wrong = saying(answer, (body) => ({ ...body, detail: undefined }));
    expect(() => checkAnswer('GET', url, wrong)).toThrow(/\/detail/);
    expect(() => checkAnswer('GET', '/v1/nowhere', { ...answer, headers: {} })).toThrow(
      /no problem document/,
    );
  });

  test('a line that is wrong, wherever it stands', async () => {
    const answer = await answerTo('/v1/log', { accept: 'application/x-ndjson' });
    checkAnswer('GET', '/v1/log', answer);
    const wrong = { ...answer, body: `${answer.body}{"specversion":"1.0"}\n` };
    expect(() => checkAnswer('GET', '/v1/log', wrong)).toThrow(/against the contract/);
  });

  test('an event of a stream of them that is wrong, and one that is not declared', () => {
    const moment = { asOf: '2025-07-03T12:00:00Z', knownAt: null, position: 0, certainty: 'possible' };
    const projection = { name: 'situation', version: 1 };
    const url = `${state}/updates?asOf=now`;
    checkEvent(url, 'snapshot', { projection, moment, state: {} });
    checkEvent(url, 'bye', {});
    expect(() => checkEvent(url, 'snapshot', { projection, moment })).toThrow(/\/state/);
    expect(() => checkEvent(url, 'entries', { moment, entries: [] })).toThrow(/no such event/);
  });
});
