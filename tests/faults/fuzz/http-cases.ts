import type { Chance } from '../../support/fault-chance.ts';
import { bodyFor } from './http-bodies.ts';
import { harmRequest } from './http-harms.ts';
import type { FuzzRequest } from './http-request.ts';
import { asBytes } from './http-request.ts';
import type { KnownValues } from './http-values.ts';
import { valuesFor } from './http-values.ts';
import { oneOf } from './one-of.ts';
import type { Description, Operation, Parameter } from './openapi.ts';

/** What requests are made with. */
export interface RequestOptions {
  readonly description: Description;
  readonly known: KnownValues;
  readonly number: number;
  /** The token that every request shows; none when left out. */
  readonly token?: string | undefined;
}

/** Makes a request of the operations of a description: as one of them wants it, or with something wrong in it. */
export function makeRequest(options: RequestOptions, chance: Chance): FuzzRequest {
  const operation = oneOf(chance, options.description.operations);
  const valid = validRequest(operation, options, chance);
  if (chance.hits(0.4)) return valid;
  let request = valid;
  for (let times = 1 + chance.below(3); times > 0; times -= 1)
    request = harmRequest(request, options.description, chance);
  return request;
}

/** Makes a request as its operation wants it. */
export function validRequest(operation: Operation, options: RequestOptions, chance: Chance): FuzzRequest {
  const { heading, method, path, parameters } = operation;
  const { token, known } = options;
  const given = parameters
    .filter(({ required = false }) => required || chance.hits(0.25))
    .map((parameter) => ({ parameter, values: valuesFor(parameter, known, chance) }));
  const inPlace = (place: Parameter['in']) => given.filter(({ parameter }) => parameter.in === place);
  const pairs = inPlace('query').flatMap(({ parameter, values }) =>
    values.map((value) => `${parameter.name}=${encodeURIComponent(value)}`),
  );
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const found = given.find(({ parameter }) => parameter.name === name && parameter.in === 'path');
    return encodeURIComponent(found?.values[0] ?? 'x');
  });
  const body = bodyOf(operation, options, chance);
  return {
    heading,
    method: method === 'GET' && chance.hits(0.1) ? 'HEAD' : method,
    target: pairs.length === 0 ? filled : `${filled}?${pairs.join('&')}`,
    headers: [
      ['Host', 'localhost'],
      ...(token === undefined ? [] : ([['Authorization', `Bearer ${token}`]] as const)),
      ...inPlace('header').map(
        ({ parameter, values }) => [parameter.name, asBytes(values[0] ?? '')] as const,
      ),
      ...acceptOf(operation, chance),
      ...(body === undefined ? [] : ([['Content-Type', body.mediaType]] as const)),
    ],
    ...(body === undefined ? {} : { body: Buffer.from(body.text) }),
    isChunked: chance.hits(0.2),
    done: [],
  };
}

function acceptOf({ answers }: Operation, chance: Chance): readonly (readonly [string, string])[] {
  const mediaTypes = [...answers]
    .filter(([status]) => status < 300)
    .flatMap(([, content]) => [...content.keys()]);
  return mediaTypes.length > 0 && chance.hits(0.4) ? [['Accept', oneOf(chance, mediaTypes)]] : [];
}

function bodyOf({ bodies }: Operation, { description, known, number }: RequestOptions, chance: Chance) {
  if (bodies.size === 0) return undefined;
  const [mediaType, schema] = oneOf(chance, [...bodies]);
  return { mediaType, text: bodyFor(schema, { schemas: description.schemas, known, number }, chance) };
}
