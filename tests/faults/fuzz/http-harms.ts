import type { Chance } from '../../support/fault-chance.ts';
import { hostileBody } from './http-bodies.ts';
import { headerTroubles, oddHeaders } from './http-headers.ts';
import type { FuzzRequest } from './http-request.ts';
import { asBytes } from './http-request.ts';
import { brokenEncodings, troubles } from './http-values.ts';
import { oneOf } from './one-of.ts';
import type { Description } from './openapi.ts';

type Harm = (request: FuzzRequest, chance: Chance, description: Description) => FuzzRequest;

/** Does something to a request that its operation does not want, or need not take. */
export function harmRequest(request: FuzzRequest, description: Description, chance: Chance): FuzzRequest {
  const [name, harm] = oneOf(chance, Object.entries(harms));
  const harmed = harm(request, chance, description);
  return { ...harmed, done: [...request.done, name] };
}

const harms: Readonly<Record<string, Harm>> = {
  'a value that is trouble': changeValue,
  'another value that is trouble': changeValue,
  'a parameter more': addParameter,
  'a parameter twice': (request, chance) =>
    withQuery(request, (pairs) => [
      ...pairs,
      oneOf(chance, pairs.length === 0 ? ['limit=1', 'asOf=now'] : pairs),
    ]),
  'an encoding that is none': (request, chance) => insert(request, chance, chance.pick([...brokenEncodings])),
  'another path': changePath,
  'another method': (request, chance) => ({
    ...request,
    heading: undefined,
    method: chance.pick([
      'GET',
      'HEAD',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'TRACE',
      'PROPFIND',
      'SEARCH',
      'QUERY',
    ]),
  }),
  'a header that is trouble': addHeader,
  'another header that is trouble': addHeader,
  'another body': changeBody,
  'another body still': changeBody,
  'another media type': (request, chance) => ({
    ...request,
    headers: [
      ...request.headers.filter(([name]) => name !== 'Content-Type'),
      ...(chance.hits(0.2) ? [] : ([['Content-Type', oneOf(chance, mediaTypes)]] as const)),
    ],
    body: request.body ?? Buffer.from('{}'),
  }),
};

const mediaTypes = [
  'text/plain',
  'application/json',
  'application/json; charset=utf-16',
  'application/json; charset="utf-8"; x=y',
  'APPLICATION/JSON',
  'application/x-ndjson',
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/cloudevents+xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/json, text/plain',
  'application/json;',
  '/',
  'nonsense',
  '"',
  'a/b; q=\u00ff',
  'application/problem+json',
];

function changeValue(request: FuzzRequest, chance: Chance): FuzzRequest {
  const value = encodeURIComponent(oneOf(chance, troubles));
  if (!request.target.includes('?') || chance.hits(0.3)) return changePart(request, chance, value);
  return withQuery(request, (pairs) => {
    const at = chance.below(pairs.length);
    if (pairs.length === 0) return [value];
    return pairs.with(at, `${(pairs[at] ?? '').split('=')[0]}=${value}`);
  });
}

/** One part of the path is another; where that is no parameter, another operation may take it, or none. */
function changePart(request: FuzzRequest, chance: Chance, value: string): FuzzRequest {
  const [path = '', query] = request.target.split('?');
  const parts = path.split('/');
  if (parts.length < 2) return { ...request, heading: undefined, target: `/${value}` };
  const at = 1 + chance.below(parts.length - 1);
  const wanted = (request.heading ?? '').split(' ')[1]?.split('/')[at];
  const isParameter = wanted?.startsWith('{') === true && value !== '' && value !== '..' && value !== '.';
  return {
    ...request,
    heading: isParameter ? request.heading : undefined,
    target: [parts.with(at, value).join('/'), ...(query === undefined ? [] : [query])].join('?'),
  };
}

function addParameter(request: FuzzRequest, chance: Chance, { operations }: Description): FuzzRequest {
  const others = operations.flatMap(({ parameters }) => parameters.map(({ name }) => name));
  const name = chance.hits(0.5)
    ? oneOf(chance, others)
    : encodeURIComponent(
        oneOf(chance, ['__proto__', 'constructor', 'asof', 'limit[]', 'q[$ne]', '', 'ключ', ...troubles]),
      );
  return withQuery(request, (pairs) => [
    ...pairs,
    chance.hits(0.1) ? name : `${name}=${encodeURIComponent(oneOf(chance, troubles))}`,
  ]);
}

function changePath(request: FuzzRequest, chance: Chance): FuzzRequest {
  const [path = '', query] = request.target.split('?');
  const other = chance.pick([
    `${path}/`,
    `/${path}`,
    `${path};a=b`,
    path.toUpperCase(),
    `${path}/../../etc/passwd`,
    `/v1/..%2f..%2fetc%2fpasswd`,
    `/%2e%2e/%2e%2e${path}`,
    path.replace('/v1', '/v2'),
    path.replaceAll('/', '%2f'),
    path.replaceAll('/', '\\'),
    `${path}%00`,
    `/${'a/'.repeat(200)}`,
    `${path}/${'x'.repeat(chance.pick([300, 2500, 8200]))}`,
    '*',
    '//evil.example/v1/log',
    'http://localhost/healthz',
    `http://evil.example${path}`,
    '/healthz#fragment',
    '/?',
    '/??a=b',
    '/v1/events/%2e%2e',
    '/.well-known/security.txt',
    '/favicon.ico',
    '/v1',
  ]);
  return { ...request, heading: undefined, target: query === undefined ? other : `${other}?${query}` };
}

function addHeader(request: FuzzRequest, chance: Chance): FuzzRequest {
  const [name, values] = oneOf(chance, Object.entries(oddHeaders));
  const value = asBytes(oneOf(chance, [...values, ...headerTroubles]));
  const isAgain = chance.hits(0.2) && name !== 'Host';
  const rest = isAgain
    ? request.headers
    : request.headers.filter(([own]) => own.toLowerCase() !== name.toLowerCase());
  return { ...request, headers: [...rest, [name, value]] };
}

function changeBody(request: FuzzRequest, chance: Chance): FuzzRequest {
  const text =
    request.body?.toString() ?? '{"id":"x","type":"NoteAdded","occurred":"2025","data":{"title":"x"}}';
  const typed = request.headers.some(([name]) => name === 'Content-Type');
  return {
    ...request,
    headers: typed ? request.headers : [...request.headers, ['Content-Type', 'application/json']],
    body: hostileBody(text, chance),
  };
}

function withQuery(
  request: FuzzRequest,
  change: (pairs: readonly string[]) => readonly string[],
): FuzzRequest {
  const [path = '', query = ''] = request.target.split('?');
  const pairs = change(query === '' ? [] : query.split('&'));
  return { ...request, target: `${path}?${pairs.join('&')}` };
}

/** Puts something anywhere into the target; what is put into the path may make it another path. */
function insert(request: FuzzRequest, chance: Chance, what: string): FuzzRequest {
  const at = 1 + chance.below(request.target.length);
  const isInQuery = at > request.target.indexOf('?') && request.target.includes('?');
  return {
    ...request,
    heading: isInQuery ? request.heading : undefined,
    target: `${request.target.slice(0, at)}${what}${request.target.slice(at)}`,
  };
}
