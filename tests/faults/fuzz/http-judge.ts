import { problemCodeOf } from '../../../src/api/problem.ts';
import { errorCatalogue } from '../../../src/domain/errors.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { FuzzRequest } from './http-request.ts';
import type { Description, Operation } from './openapi.ts';

/** How a request was made, as far as it matters to its answer. */
export interface JudgeOptions {
  readonly description: Description;
  /** Whether the request had no token where the server asks for one. */
  readonly isStranger: boolean;
}

/** Says what is wrong with the answer to a request; nothing when it is as it must be. */
export function judge(request: FuzzRequest, answer: HttpAnswer, options: JudgeOptions): readonly string[] {
  const { operations } = options.description;
  const operation = operations.find(({ heading }) => heading === request.heading);
  return [
    ...faultsOfStatus(request, answer, operation),
    ...faultsOfHeaders(answer),
    ...(answer.status >= 400
      ? faultsOfProblem(request, answer)
      : faultsOfContent(request, answer, operation)),
    ...(options.isStranger ? faultsOfStranger(request, answer, operation, operations) : []),
  ];
}

function faultsOfStatus(
  { done }: FuzzRequest,
  { status }: HttpAnswer,
  operation: Operation | undefined,
): readonly string[] {
  const faults: string[] = [];
  if (status >= 500 && status !== 503) faults.push(`answered ${status}`);
  if (operation !== undefined && !operation.answers.has(status))
    faults.push(`answered ${status}, which is not documented`);
  if (done.length === 0 && refusesForm.has(status))
    faults.push(`answered ${status} to what is as it should be`);
  return faults;
}

/** What says that a request has no form that is taken. */
const refusesForm = new Set([405, 406, 413, 415, 417]);

function faultsOfHeaders({ headers, isWhole }: HttpAnswer): readonly string[] {
  const faults: string[] = [];
  if (headers['content-security-policy']?.includes("default-src 'none'") !== true)
    faults.push('has no Content-Security-Policy');
  if (headers['x-content-type-options'] !== 'nosniff') faults.push('has no X-Content-Type-Options');
  if (!isWhole && headers['content-type'] !== 'text/event-stream' && headers['connection'] !== 'close')
    faults.push('was cut off');
  if (Object.hasOwn(headers, 'x-injected') || Object.hasOwn(headers, ''))
    faults.push('has a header that the request made');
  return faults;
}

function faultsOfProblem({ method }: FuzzRequest, { status, headers, body }: HttpAnswer): readonly string[] {
  if (headers['content-type']?.replace(/; charset=utf-8$/, '') !== 'application/problem+json')
    return [`refused with ${status} as ${headers['content-type']}`];
  if (method === 'HEAD') return [];
  const problem = jsonIn(body.toString()) as Readonly<Record<string, unknown>> | undefined;
  const text = body.toString();
  const faults: string[] = [];
  const code = problemCodeOf(String(problem?.['type']).replace('/problems/', ''));
  if (code === undefined) faults.push(`refused with no known type: ${text.slice(0, 300)}`);
  if (problem?.['status'] !== status)
    faults.push(`says status ${String(problem?.['status'])} and answers ${status}`);
  if (typeof problem?.['title'] !== 'string' || typeof problem['detail'] !== 'string')
    faults.push('has no title or no detail');
  if (/\bat .*\.ts:|node_modules|file:\/\/\/work|sqlite:\/|asof-[A-Za-z0-9]{6}\//.test(text))
    faults.push(`tells of the inside: ${text.slice(0, 300)}`);
  if (
    status === 503 &&
    code !== undefined &&
    Object.hasOwn(errorCatalogue, code) &&
    headers['retry-after'] === undefined
  )
    faults.push('does not say when to come again');
  return faults;
}

function faultsOfContent(
  { method }: FuzzRequest,
  { status, headers, body }: HttpAnswer,
  operation: Operation | undefined,
): readonly string[] {
  const content = operation?.answers.get(status);
  if (content === undefined || method === 'HEAD' || status === 204 || status === 304) return [];
  const mediaType = (headers['content-type'] ?? '').replace(/;.*$/, '');
  const schema = content.get(mediaType);
  if (schema === undefined) return [`answered with ${mediaType}, which is not documented`];
  return valuesIn(mediaType, body.toString()).flatMap((value) => {
    const checked = schema.safeParse(value);
    return checked.success
      ? []
      : [`is not as its schema says: ${checked.error.message.replaceAll(/\s+/g, ' ').slice(0, 400)}`];
  });
}

/** Returns the values that an answer holds: one, one a line, or one an event. */
function valuesIn(mediaType: string, text: string): readonly unknown[] {
  if (mediaType === 'application/x-ndjson')
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map(jsonIn);
  if (mediaType !== 'text/event-stream') return [mediaType.endsWith('json') ? jsonIn(text) : text];
  // The last may be cut off, for it is not waited for.
  return text
    .split('\n\n')
    .slice(0, -1)
    .filter((block) => block.includes('data: '))
    .map((block) => ({
      event: /^event: (.*)$/m.exec(block)?.[1],
      data: jsonIn(/^data: (.*)$/m.exec(block)?.[1] ?? ''),
    }));
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Nobody without a token is told anything but what is public, nor what there is beside it. */
function faultsOfStranger(
  { done, target, method }: FuzzRequest,
  { status }: HttpAnswer,
  operation: Operation | undefined,
  operations: readonly Operation[],
): readonly string[] {
  if (isPublic(operation)) return [];
  if (done.length === 0) return status === 401 ? [] : [`answered ${status} to somebody without a token`];
  if (status >= 400 || method === 'OPTIONS') return [];
  const path = pathOf(target);
  const mayBe = operations
    .filter(isPublic)
    .some((one) => new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path));
  return mayBe ? [] : [`answered ${status} to somebody without a token`];
}

function isPublic(operation: Operation | undefined): boolean {
  return operation?.isPublic === true;
}

/** Returns what the framework takes for the path of a target. */
function pathOf(target: string): string {
  const path = target.startsWith('*') ? '' : (URL.parse(target, 'http://localhost')?.pathname ?? target);
  return path.replace(/\/+$/, '') || '/';
}
