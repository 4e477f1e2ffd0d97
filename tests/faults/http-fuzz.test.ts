import { afterAll, describe, expect, test } from 'vitest';

import { createChance, faultSeed } from '../support/fault-chance.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { startFuzzedServer } from './fuzz/fuzzed-server.ts';
import { readAnswers } from './fuzz/http-answer.ts';
import { judge } from './fuzz/http-judge.ts';
import type { FuzzRequest } from './fuzz/http-request.ts';
import { fuzzServer } from './fuzz/http-rounds.ts';
import { rawCases } from './fuzz/raw-cases.ts';
import { sayAll } from './fuzz/raw-sockets.ts';
import { dropConnections, halfClose } from './fuzz/raw-storm.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

describe('whatever is asked over sockets is answered as the description of the API says:', () => {
  test.each([
    ['no token is asked for', { mode: 'open', requests: 800 }],
    ['with a token', { mode: 'tokens', requests: 200 }],
    ['without one', { mode: 'tokens', requests: 200, isStranger: true }],
  ] as const)('%s', async (what, options) => {
    const { wrong, unanswered, after, memory, byStatus } = await fuzzServer({
      folder,
      seed: faultSeed,
      ...options,
    });
    console.log(`http-fuzz: ${what}, seed ${faultSeed}, ${JSON.stringify({ byStatus, memory, after })}`);
    expect([...wrong]).toEqual([]);
    expect(after).toMatchObject({ faults: [], complained: '', exitCode: 0 });
    // A question that is as it should be may still find nothing: so few of them are made of each operation here.
    if (options.mode === 'open') expect(unanswered.length).toBeLessThan(6);
  });

  test('a server that fails, says where it lies or is no server of this description is found out', async () => {
    const { wrong } = await fuzzServer({ folder, mode: 'harmed', requests: 100, seed: faultSeed });
    expect([...wrong.keys()].join('\n')).toMatch(/answered 500[^]*refused with 500 as text\/html/);
  });
});

describe('what judges an answer', () => {
  const request: FuzzRequest = {
    heading: 'GET /v1/log',
    method: 'GET',
    target: '/v1/log',
    headers: [],
    isChunked: false,
    done: [],
  };
  const description = {
    schemas: {},
    operations: [
      {
        heading: 'GET /v1/log',
        method: 'GET',
        path: '/v1/log',
        parameters: [],
        bodies: new Map(),
        answers: new Map([[404, new Map()]]),
        isPublic: false,
      },
    ],
  };
  const headers = {
    'content-security-policy': "default-src 'none'",
    'x-content-type-options': 'nosniff',
    'content-type': 'application/problem+json',
  };
  const found = (status: number, body: object, others = {}, isStranger = false) =>
    judge(
      request,
      { status, headers: { ...headers, ...others }, body: Buffer.from(JSON.stringify(body)), isWhole: true },
      { description, isStranger },
    );
  const problem = {
    type: '/problems/unknown-event',
    title: 'Unknown event',
    status: 404,
    detail: 'There is no event x',
  };

  test('finds nothing wrong with one that is as it must be', () => {
    expect(found(404, problem)).toEqual([]);
  });

  test.each([
    ['a status that is not documented', 409, { ...problem, status: 409 }, {}],
    ['a failure', 500, { ...problem, status: 500 }, {}],
    ['another status in the document', 404, { ...problem, status: 400 }, {}],
    ['a type that is not known', 404, { ...problem, type: '/problems/what' }, {}],
    ['no detail', 404, { ...problem, detail: undefined }, {}],
    ['where it went wrong', 404, { ...problem, detail: 'at x (src/api/log.ts:3)' }, {}],
    ['no document', 404, problem, { 'content-type': 'text/html' }],
    ['no policy', 404, problem, { 'content-security-policy': '' }],
    ['a header that was put in', 404, problem, { 'x-injected': '1' }],
  ])('finds %s', (_what, status, body, others) => {
    expect(found(status, body, others)).not.toEqual([]);
  });

  test('finds an answer to somebody without a token', () => {
    expect(found(404, problem, {}, true)).toEqual(['answered 404 to somebody without a token']);
  });
});

describe('on raw sockets', () => {
  test('bytes with two meanings, or none, are answered once and the connection is closed', async () => {
    const server = await startFuzzedServer(folder.file(), 'open');
    expect(await sayAll(server.port)).toEqual([]);
    expect(await halfClose(server.port)).toBe(true);
    expect(await dropConnections(server.port, 500, createChance(faultSeed))).toBe(true);
    expect(await server.stop()).toEqual({ complained: '', exitCode: 0 });
    expect(rawCases.length).toBeGreaterThan(60);
  });

  test('two answers where there may be one are noticed, and what is no answer', async () => {
    const server = await startFuzzedServer(folder.file(), 'open');
    const [two] = rawCases.filter(({ what }) => what === 'requests one after the other');
    expect(two).toBeDefined();
    const cases =
      two === undefined
        ? []
        : [
            { ...two, answersMax: 1 },
            { ...two, statuses: [400] },
          ];
    expect(await sayAll(server.port, cases)).toEqual([
      'requests one after the other: has 3 answers',
      'requests one after the other: answered 200, not 400',
    ]);
    expect(() => readAnswers(Buffer.from('HTTP/2 200\r\n\r\n'))).toThrow('is no answer');
    await server.stop();
  });
});
