import { operations } from '../../src/api/contract/index.ts';
import type { Answer, Content, JsonSchema, Operation } from '../../src/api/contract/operation.ts';
import { tags } from '../../src/api/contract/operation.ts';
import { problemSchema } from '../../src/api/contract/problem.ts';
import {
  bodyProblems,
  commonProblems,
  problemMeanings,
  tokenProblems,
} from '../../src/api/contract/problems.ts';
import type { Examples } from './examples.ts';
import { parametersOf } from './parameters.ts';
import type { Route } from './routes.ts';
import type { Schemas } from './schemas.ts';
import { createSchemas } from './schemas.ts';

/** What a document is made of, beside the contract. */
export interface DocumentOptions {
  readonly version: string;
  readonly routes: readonly Route[];
  /** Examples by the method and path of their operation. */
  readonly examples: ReadonlyMap<string, Examples>;
}

/** Builds the OpenAPI 3.1 document of the API. It depends on no timeline and no clock. */
export function buildDocument({ version, routes, examples }: DocumentOptions): JsonSchema {
  const schemas = createSchemas();
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [heading, operation] of Object.entries(operations)) {
    const route = routes.find((one) => one.heading === heading);
    if (route === undefined) throw new Error(`There is no route ${heading}`);
    const [method = '', path = ''] = heading.split(' ');
    (paths[path] ??= {})[method.toLowerCase()] = operationOf(
      route,
      operation,
      schemas,
      examples.get(heading),
    );
  }
  const responses = Object.entries(problemMeanings).map(([status, description]) => [
    `Problem${status}`,
    {
      description,
      ...headersOfProblem(Number(status)),
      content: contentOf({ 'application/problem+json': { schema: problemSchema } }, schemas),
    },
  ]);
  return {
    openapi: '3.1.1',
    info: {
      title: 'Asof',
      version,
      summary: 'A timeline of what happened, and of what was said about it, as of any moment on two clocks.',
      description: introduction,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: Object.entries(tags).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: schemas.named(),
      responses: Object.fromEntries(responses),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: aboutTokens } },
    },
  };
}

const introduction =
  'asOf is the clock of the world: what had occurred by then. knownAt is the clock of the log: what had been recorded by then. Every answer names the moment it is of; asked for that moment again, it is the same. Every GET is taken as HEAD as well.';

const aboutTokens =
  'A token that asof token create makes. Once a store has one, requests must show one with the scope that the operation names: read, append, correct or admin, which allows everything.';

function operationOf(
  route: Route,
  operation: Operation,
  schemas: Schemas,
  examples: Examples | undefined,
): JsonSchema {
  const { id, tag, summary, description, body, isBodyOptional = false, answers } = operation;
  const parameters = parametersOf(route, operation, schemas);
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: `${description} ${scopeSentence(route)}`,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined
      ? {}
      : {
          requestBody: {
            required: !isBodyOptional,
            content: contentOf(body, schemas, 'taken', examples?.bodies),
          },
        }),
    responses: {
      ...Object.fromEntries(
        Object.entries(answers).map(([status, answer]) => [
          status,
          answerOf(answer, schemas, examples?.answers.get(Number(status))),
        ]),
      ),
      ...Object.fromEntries(
        problemsOf(route, operation).map((status) => [
          status,
          { $ref: `#/components/responses/Problem${status}` },
        ]),
      ),
    },
    security: route.scope === 'none' ? [] : [{ token: [route.scope] }, {}],
  };
}

function scopeSentence({ scope }: Route): string {
  return scope === 'none'
    ? 'No token is asked for.'
    : `Where tokens are required, one with the scope ${scope}.`;
}

function problemsOf({ scope, heading }: Route, { problems = [], body }: Operation): readonly number[] {
  return [
    ...commonProblems,
    ...(scope === 'none' ? [] : tokenProblems),
    // A body that is not asked for is read all the same, but not with GET.
    ...(body === undefined && heading.startsWith('GET ') ? [] : bodyProblems),
    ...problems,
  ].toSorted((one, other) => one - other);
}

function headersOfProblem(status: number): object {
  if (status !== 429 && status !== 503) return {};
  const description = 'Seconds after which to ask again.';
  return { headers: { 'Retry-After': { description, schema: { type: 'integer', minimum: 0 } } } };
}

function answerOf(
  { description, headers, content }: Answer,
  schemas: Schemas,
  examples?: ReadonlyMap<string, unknown>,
): JsonSchema {
  return {
    description,
    ...(headers === undefined
      ? {}
      : {
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, { description: meaning, schema, example }]) => [
              name,
              {
                description: meaning,
                schema: schema ?? { type: 'string' },
                ...(example === undefined ? {} : { example }),
              },
            ]),
          ),
        }),
    ...(content === undefined ? {} : { content: contentOf(content, schemas, 'sent', examples) }),
  };
}

function contentOf(
  content: Readonly<Record<string, Content>>,
  schemas: Schemas,
  side: 'sent' | 'taken' = 'sent',
  examples?: ReadonlyMap<string, unknown>,
): JsonSchema {
  return Object.fromEntries(
    Object.entries(content).map(([mediaType, one]) => [
      mediaType,
      {
        schema: schemaOf(one, mediaType, schemas, side),
        ...(examples?.has(mediaType) === true ? { example: examples.get(mediaType) } : {}),
      },
    ]),
  );
}

function schemaOf(
  { schema, line, events }: Content,
  mediaType: string,
  schemas: Schemas,
  side: 'sent' | 'taken',
) {
  if (schema !== undefined) return schemas.of(schema, side);
  if (line !== undefined)
    return {
      type: 'string',
      description: 'JSON, one a line.',
      contentMediaType: mediaType,
      contentSchema: schemas.of(line, side),
    };
  if (events === undefined) return { type: 'string' };
  const kinds = Object.entries(Object.assign({}, ...events.map(({ shape }) => shape)) as object);
  return {
    type: 'string',
    description: 'Server-sent events: each is one of these.',
    contentMediaType: mediaType,
    contentSchema: {
      oneOf: kinds.map(([event, data]) => ({
        title: event,
        type: 'object',
        properties: { event: { const: event }, id: { type: 'string' }, data: schemas.of(data, side) },
        required: ['event', 'data'],
      })),
    },
  };
}
