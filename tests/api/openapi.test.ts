import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

import { describeApi } from '../../scripts/openapi/describe.ts';
import { listRoutes } from '../../scripts/openapi/routes.ts';
import type { Route } from '../../scripts/openapi/routes.ts';
import { operations } from '../../src/api/contract/index.ts';
import { sharedParameters } from '../../src/api/contract/parameters.ts';
import type { OpenApi, PlacedOperation } from '../../src/api/reference/document.ts';
import { operationsOf } from '../../src/api/reference/document.ts';
import type { Served } from './served.ts';
import { serve } from './served.ts';

const text = readFileSync(join(import.meta.dirname, '..', '..', 'src', 'api', 'openapi.json'), 'utf8');
const document: OpenApi = JSON.parse(text);
const described = operationsOf(document);

let served: Served;
let routes: readonly Route[];
beforeAll(async () => {
  served = await serve();
  routes = await listRoutes();
});
afterAll(async () => served.close());

describe('openapi.json', () => {
  test('is what the contract says now: otherwise, npm run openapi', async () => {
    expect(await describeApi()).toBe(text);
  });

  test('is served as it is', async () => {
    const response = await served.get('/openapi.json');
    expect(response.body).toBe(text);
    expect(response.headers['content-type']).toBe('application/json; charset=utf-8');
  });

  test('is valid OpenAPI 3.1, and the check finds what is not', async () => {
    expect(await new Validator().validate(JSON.parse(text))).toMatchObject({ valid: true });
    const { info: _, ...wrong } = JSON.parse(text);
    expect(await new Validator().validate(wrong)).toMatchObject({ valid: false });
  });

  test('tells each route of the server, and no other', () => {
    expect(described.map(headingOf).toSorted()).toEqual(routes.map(({ heading }) => heading).toSorted());
    expect(Object.keys(operations).toSorted()).toEqual(routes.map(({ heading }) => heading).toSorted());
  });

  test('gives each operation a name of its own, a summary, its parameters, an answer and its problems', () => {
    expect(new Set(described.map(({ operationId }) => operationId)).size).toBe(described.length);
    for (const operation of described) expect(lacksOf(operation), headingOf(operation)).toEqual([]);
    expect(lacksOf({ ...described[0], summary: '', responses: {} } as PlacedOperation)).toEqual([
      'a summary',
      'a good answer',
      'the problem 400',
      'the problem 500',
    ]);
  });

  test('says the scope of each operation that wants a token', () => {
    for (const { heading, scope } of routes) {
      const operation = described.find((one) => headingOf(one) === heading);
      expect(operation?.security, heading).toEqual(scope === 'none' ? [] : [{ token: [scope] }, {}]);
    }
  });

  test('leads each reference somewhere, and has no schema that nothing leads to', () => {
    const references = new Set(
      [...text.matchAll(/"\$ref": "#\/components\/(\w+\/\w+)"/g)].map(([, to]) => to),
    );
    const { schemas, responses } = document.components;
    const there = [
      ...Object.keys(schemas).map((name) => `schemas/${name}`),
      ...Object.keys(responses).map((name) => `responses/${name}`),
    ];
    expect([...references].map(String).toSorted()).toEqual(there.toSorted());
  });

  test('has schemas that are schemas', () => {
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      const $defs = document.components.schemas;
      const whole = JSON.stringify({ ...schema, $defs }).replaceAll('#/components/schemas/', '#/$defs/');
      expect(() => z.fromJSONSchema(JSON.parse(whole)), name).not.toThrow();
    }
  });
});

describe('a parameter', () => {
  test('is told as the route checks it: its examples, choices, bounds and usual value are taken, what is beyond is not', () => {
    for (const operation of described) {
      const route = routes.find(({ heading }) => heading === headingOf(operation));
      for (const parameter of operation.parameters ?? []) {
        if (parameter.in === 'header') continue;
        const checked = (parameter.in === 'path' ? route?.path : route?.query)?.[parameter.name];
        const takes = (value: unknown) => checked?.safeParse(value).success;
        const { schema, example } = parameter;
        const { minimum, maximum, type } = schema;
        const where = `${headingOf(operation)} ${parameter.name}`;
        const good = [example, schema.default, ...(schema.enum ?? []), minimum, maximum];
        for (const value of good.filter((one) => one !== undefined))
          expect(
            takes(typeof value === 'object' ? value : String(value)),
            `${where} ${JSON.stringify(value)}`,
          ).toBe(true);
        if (type !== 'integer' && type !== 'number') continue;
        const bad = [
          minimum === undefined ? -1 : minimum - 1,
          ...(maximum === undefined ? [] : [maximum + 1]),
          'x',
        ];
        for (const value of bad) expect(takes(String(value)), `${where} ${value}`).toBe(false);
      }
    }
  });

  test('that nothing takes is not told', () => {
    const taken = new Set(routes.flatMap(({ path, query }) => [...Object.keys(path), ...Object.keys(query)]));
    const told = [
      ...Object.keys(sharedParameters),
      ...Object.values(operations).flatMap(({ parameters = {} }) => Object.keys(parameters)),
    ];
    expect(told.filter((name) => !taken.has(name))).toEqual([]);
    for (const { heading, path, query } of routes)
      for (const name of Object.keys(operations[heading]?.parameters ?? {}))
        expect([...Object.keys(path), ...Object.keys(query)], heading).toContain(name);
  });
});

function headingOf({ method, path }: PlacedOperation): string {
  return `${method} ${path}`;
}

/** Lists what an operation should say and does not. */
function lacksOf(operation: PlacedOperation): readonly string[] {
  const { operationId, summary, description, path, parameters = [], responses } = operation;
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const told = parameters.filter((one) => one.in === 'path' && one.required).map(({ name }) => name);
  const lacks = {
    'an operationId': !/^[a-z]\w+$/i.test(operationId),
    'a summary': summary === '',
    'a description': description === '',
    'a parameter of its path': inPath.some((name) => !told.includes(name)),
    'a good answer': !Object.keys(responses).some((status) => status.startsWith('2')),
    'the problem 400': !('400' in responses),
    'the problem 500': !('500' in responses),
  };
  return Object.entries(lacks).flatMap(([what, isLacking]) => (isLacking ? [what] : []));
}
