import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifySchemaCompiler,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';
import { appendPointer } from '../domain/json.ts';
import { problemOf, sendProblem } from './problem.ts';

/** What routes are added to: a server whose parameters are typed by their zod schemas. */
export type Routes = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/**
 * Checks parameters by zod schemas, and says which is wrong and how.
 *
 * A query parameter that a route does not have is refused: a slip such as `asof` would silently ask for the present.
 */
export const checkParameters: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (value: unknown) => {
    const checked = schema.safeParse(value);
    return checked.success ? { value: checked.data } : { error: parameterFault(checked.error, schema) };
  };

/** Checks a body by a schema; throws `invalid-request`, or the given code, with the JSON Pointer of the first fault. */
export function checkBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  code: 'invalid-request' | 'invalid-event' = 'invalid-request',
): z.output<Schema> {
  const checked = schema.safeParse(body);
  if (checked.success) return checked.data;
  const { path, why } = firstFault(checked.error);
  const pointer = path.reduce<string>(appendPointer, '');
  throw new TimelineError(code, pointer === '' ? `The body ${why}` : `${pointer} ${why}`, { pointer });
}

/** Answers a request that no route takes: 405 with the methods that its path takes, else 404. */
export function addUnknownRoutes(app: FastifyInstance): void {
  const methodsByPath = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByPath.get(url) ?? new Set();
    for (const one of [method].flat()) methods.add(one);
    methodsByPath.set(url, methods);
  });
  // Before the body is read, so that its type and size do not matter to the answer.
  app.addHook('onRequest', async (request, reply) => {
    if (!request.is404) return;
    const path = (request.raw.url ?? '').replace(/\?.*$/s, '');
    const taken = [...methodsByPath]
      .filter(([url]) => matches(url, path))
      .flatMap(([, methods]) => [...methods]);
    if (taken.length === 0)
      throw new TimelineError('unknown-route', `There is nothing at ${JSON.stringify(path.slice(0, 200))}`);
    const allow = taken.toSorted().join(', ');
    reply.header('allow', allow);
    const sentence = `${request.method} is not taken here; ${allow} ${taken.length === 1 ? 'is' : 'are'}`;
    return sendProblem(reply, problemOf('method-not-allowed', sentence, { allow: taken }));
  });
}

function matches(url: string, path: string): boolean {
  const parts = url.split('/');
  const given = path.split('/');
  return (
    parts.length === given.length &&
    parts.every((part, index) => (part.startsWith(':') ? given[index] !== '' : part === given[index]))
  );
}

interface FirstFault {
  readonly path: readonly (string | number)[];
  /** The rest of a sentence that begins with the place. */
  readonly why: string;
  readonly unknownName?: string;
}

function firstFault(error: z.ZodError): FirstFault {
  const issue = error.issues[0];
  const path = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue?.code !== 'unrecognized_keys') return { path, why: reasonOf(issue?.message) };
  const unknownName = issue.keys[0] ?? '';
  return { path: [...path, unknownName], why: 'is not taken here', unknownName };
}

/** Our own messages go on after the place; those of zod are sentences of their own. */
function reasonOf(message = 'is not valid'): string {
  return /^(?:is|has|does)\b/.test(message) ? message : `is not valid: ${message}`;
}

function parameterFault(error: z.ZodError, schema: z.ZodType): TimelineError {
  const { path, why, unknownName } = firstFault(error);
  const parameter = String(path[0] ?? '').slice(0, 80);
  if (unknownName === undefined)
    return new TimelineError('invalid-request', `${parameter} ${why}`, { parameter });
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const taken = names.length === 0 ? 'none' : names.join(', ');
  return new TimelineError(
    'invalid-request',
    `There is no parameter ${JSON.stringify(parameter)} here; those there are: ${taken}`,
    { parameter },
  );
}
