import { createChance } from '../../support/fault-chance.ts';
import type { FuzzedServer } from './fuzzed-server.ts';
import type { HttpAnswer } from './http-answer.ts';
import { makeRequest } from './http-cases.ts';
import { judge } from './http-judge.ts';
import { openLane } from './http-lane.ts';
import type { FuzzRequest } from './http-request.ts';
import { bytesOf } from './http-request.ts';
import type { KnownValues } from './http-values.ts';
import type { Description } from './openapi.ts';

/** How many requests are made, and which. */
export interface HttpFuzzOptions {
  readonly server: FuzzedServer;
  readonly description: Description;
  readonly known: KnownValues;
  readonly requests: number;
  readonly seed: number;
  /** Only this one of the requests, to see it again. */
  readonly only?: number | undefined;
  /** Whether no token is shown. */
  readonly isStranger?: boolean;
}

/** What came of requests. */
export interface AnswersSeen {
  readonly requests: number;
  /** How many answers there were of each status. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** How many refusals there were of each type. */
  readonly byType: Readonly<Record<string, number>>;
  /** Operations that were answered with 2xx when asked as they want it. */
  readonly answered: readonly string[];
  /** What is wrong, by what: how often, and the number of the first request that it was of. */
  readonly wrong: ReadonlyMap<
    string,
    { readonly times: number; readonly number: number; readonly request: string }
  >;
}

const lanes = 8;
const wrongMax = 200;

/** Makes requests over sockets, several at a time, and judges every answer. */
export async function fuzzHttp({
  server,
  description,
  known,
  requests,
  seed,
  only,
  isStranger = false,
}: HttpFuzzOptions): Promise<AnswersSeen> {
  const byStatus: Record<string, number> = {};
  const byType: Record<string, number> = {};
  const answered = new Set<string>();
  const wrong = new Map<string, { times: number; number: number; request: string }>();
  const token = isStranger ? undefined : server.token;
  let next = only ?? 0;
  const end = only === undefined ? requests : only + 1;
  const note = (number: number, request: FuzzRequest, fault: string) => {
    const key = `${request.heading ?? 'no operation'}: ${fault.slice(0, 200)}`;
    const text = bytesOf(request).toString('latin1').slice(0, 1500);
    const seen = wrong.get(key) ?? { times: 0, number, request: JSON.stringify(text) };
    wrong.set(key, { ...seen, times: seen.times + 1 });
  };
  const work = async () => {
    const lane = openLane(server.port);
    while (next < end && wrong.size < wrongMax) {
      const number = next;
      next += 1;
      const request = makeRequest({ description, known, number, token }, createChance(seed + number * 7919));
      try {
        const answer = await lane.ask(bytesOf(request), request.method === 'HEAD');
        const { status } = answer;
        byStatus[status] = (byStatus[status] ?? 0) + 1;
        if (status >= 400) count(byType, typeOf(answer));
        else if (request.done.length === 0 && request.heading !== undefined) answered.add(request.heading);
        for (const fault of judge(request, answer, { description, isStranger })) note(number, request, fault);
        if (only !== undefined) show(request, answer);
      } catch (error) {
        note(number, request, String(error));
      }
    }
    lane.close();
  };
  const appends = only === undefined ? appendMeanwhile(server, token, isStranger) : undefined;
  await Promise.all(Array.from({ length: only === undefined ? lanes : 1 }, work));
  for (const fault of (await appends?.stop()) ?? [])
    wrong.set(fault, { times: 1, number: -1, request: 'an append meanwhile' });
  return { requests: end - (only ?? 0), byStatus, byType, answered: [...answered].toSorted(), wrong };
}

/** Appends one event after the other until it is stopped; then says what went wrong with any. */
function appendMeanwhile({ port }: FuzzedServer, token: string | undefined, isStranger: boolean) {
  const stopping = new AbortController();
  const faults = new Set<string>();
  const wanted = isStranger ? 401 : 201;
  const work = async () => {
    const lane = openLane(port);
    for (let number = 0; !stopping.signal.aborted && faults.size === 0; number += 1) {
      const body = { type: 'NoteAdded', occurred: '2025-07-03', data: { title: `Meanwhile ${number}` } };
      const request = appendOf(body, token);
      const { status } = await lane.ask(bytesOf(request), false);
      if (status !== wanted) faults.add(`an append meanwhile was answered ${status}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    lane.close();
  };
  const working = work().catch((error: unknown) => faults.add(String(error)));
  return {
    async stop() {
      stopping.abort();
      await working;
      return [...faults];
    },
  };
}

function appendOf(event: object, token: string | undefined): FuzzRequest {
  return {
    heading: undefined,
    method: 'POST',
    target: '/v1/streams/fuzz-meanwhile/events',
    headers: [
      ['Host', 'localhost'],
      ['Content-Type', 'application/json'],
      ...(token === undefined ? [] : ([['Authorization', `Bearer ${token}`]] as const)),
    ],
    body: Buffer.from(JSON.stringify(event)),
    isChunked: false,
    done: [],
  };
}

function count(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function typeOf({ body }: HttpAnswer): string {
  const [, type = 'without a body'] = /"type":"\/problems\/([a-z-]+)"/.exec(body.toString()) ?? [];
  return type;
}

function show(request: FuzzRequest, { status, headers, body }: HttpAnswer): void {
  console.log(
    JSON.stringify(request.done),
    JSON.stringify(bytesOf(request).toString('latin1').slice(0, 4000)),
  );
  console.log(status, JSON.stringify(headers), body.toString().slice(0, 2000));
}
