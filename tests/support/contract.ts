import type { LightMyRequestResponse } from 'fastify';
import type { z } from 'zod';

import { operations } from '../../src/api/contract/index.ts';
import type { Content, Operation } from '../../src/api/contract/operation.ts';
import { problemSchema } from '../../src/api/contract/problem.ts';
import { bodyProblems, commonProblems, tokenProblems } from '../../src/api/contract/problems.ts';

/** What of an answer is compared with the contract. */
export type Answered = Pick<LightMyRequestResponse, 'statusCode' | 'headers' | 'body'>;

/** Statuses of answers to requests that no operation takes. */
const beyondOperations = new Set([400, 401, 403, 404, 405, 413, 429, 503]);

/** Headers that any answer may have, which say nothing about what is in it. */
const commonHeaders = new Set([
  'access-control-allow-origin',
  'access-control-expose-headers',
  'allow',
  'cache-control',
  'connection',
  'content-length',
  'content-security-policy',
  'content-type',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'date',
  'keep-alive',
  'ratelimit-limit',
  'ratelimit-remaining',
  'ratelimit-reset',
  'referrer-policy',
  'retry-after',
  'strict-transport-security',
  'transfer-encoding',
  'vary',
  'www-authenticate',
  'x-accel-buffering',
  'x-content-type-options',
  'x-frame-options',
  'x-request-id',
]);

/** Throws when an answer is none that the contract declares for its route: by its status, its headers, its media type, its body. */
export function checkAnswer(method: string, url: string, answer: Answered): void {
  if (method === 'OPTIONS') return;
  const fault = faultOf(method, url, answer);
  if (fault === undefined) return;
  throw new Error(
    `${method} ${url} is answered ${answer.statusCode} against the contract: ${fault}\n${answer.body.slice(0, 2000)}`,
  );
}

/** Throws when an event of a stream of them is none that the contract declares for its route. */
export function checkEvent(url: string, event: string, data: unknown): void {
  const content = operationOf('GET', url)?.answers[200]?.content?.['text/event-stream'];
  const schema = content?.events?.map(({ shape }) => shape[event]).find((one) => one !== undefined);
  const why = schema === undefined ? 'no such event is declared' : faultIn(schema, data);
  if (why !== undefined)
    throw new Error(`${url} tells ${event} against the contract: ${why}\n${JSON.stringify(data)}`);
}

/** Returns the operation that takes a request: literal parts of a path win over those with a name. */
function operationOf(method: string, url: string): Operation | undefined {
  const path = pathOf(url);
  const [found] = Object.entries(operations)
    .filter(([heading]) => patternOf(heading).test(`${method === 'HEAD' ? 'GET' : method} ${path}`))
    .toSorted(([one], [other]) => one.split('{').length - other.split('{').length);
  return found?.[1];
}

/** A path as it arrives: dots are resolved, and letters may be percent-encoded. */
function pathOf(url: string): string {
  const { pathname } = new URL(url.startsWith('/') ? `http://localhost${url}` : url, 'http://localhost');
  return pathname.replaceAll(/%(?:2d|[3-7]\d|[4-6][a-f]|7[0-9a-e])/gi, (code) => decodeURIComponent(code));
}

function patternOf(heading: string): RegExp {
  return new RegExp(`^${heading.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`);
}

function faultOf(method: string, url: string, answer: Answered): string | undefined {
  const { statusCode: status, headers } = answer;
  const operation = operationOf(method, url);
  const mediaType = (headers['content-type'] ?? '').replace(/;.*$/, '');
  if (operation === undefined || mediaType === 'application/problem+json')
    return problemFault(operation, method, mediaType, answer);
  const declared = operation.answers[status];
  if (declared === undefined) return 'the status is not declared';
  const names = new Set(Object.keys(declared.headers ?? {}).map((name) => name.toLowerCase()));
  const undeclared = Object.keys(headers).find((name) => !commonHeaders.has(name) && !names.has(name));
  if (undeclared !== undefined) return `the header ${undeclared} is not declared`;
  if (declared.content === undefined) return answer.body === '' ? undefined : 'no body is declared';
  const content = declared.content[mediaType];
  if (content === undefined) return `the media type ${mediaType} is not declared`;
  return method === 'HEAD' ? undefined : contentFault(content, answer.body);
}

function problemFault(
  operation: Operation | undefined,
  method: string,
  mediaType: string,
  { statusCode: status, body }: Answered,
): string | undefined {
  const statuses =
    operation === undefined
      ? beyondOperations
      : new Set([...commonProblems, ...tokenProblems, ...bodyProblems, ...(operation.problems ?? [])]);
  if (!statuses.has(status)) return `the problem ${status} is not declared`;
  if (mediaType !== 'application/problem+json') return 'it is no problem document';
  return method === 'HEAD' ? undefined : contentFault({ schema: problemSchema }, body);
}

function contentFault({ schema, line, events }: Content, body: string): string | undefined {
  if (schema !== undefined) return faultIn(schema, JSON.parse(body));
  if (line === undefined || events !== undefined) return undefined;
  const lines = body.split('\n').filter((text) => text !== '');
  return lines.map((text) => faultIn(line, JSON.parse(text))).find((fault) => fault !== undefined);
}

function faultIn(schema: z.core.$ZodType, value: unknown): string | undefined {
  const checked = (schema as z.ZodType).safeParse(value);
  if (checked.success) return undefined;
  const [issue] = checked.error.issues;
  return `at /${issue?.path.map(String).join('/')}: ${issue?.message}`;
}
