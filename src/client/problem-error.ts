import { TimelineError, errorCatalogue } from '../domain/errors.ts';
import type { ErrorCode, ErrorFacts } from '../domain/errors.ts';

/**
 * Returns the error that a problem document was made of; undefined for what is no problem document of Asof.
 *
 * A code that only a newer server knows becomes `internal-error` where the server is at fault, and else `invalid-request`.
 */
export function errorOfProblem(problem: unknown): TimelineError | undefined {
  if (typeof problem !== 'object' || problem === null) return undefined;
  const { type, title: _title, status, detail, ...facts } = problem as Readonly<Record<string, unknown>>;
  const code = typeof type === 'string' ? type.replace(/^.*\//, '') : '';
  if (typeof detail !== 'string' || code === '') return undefined;
  const usual = typeof status === 'number' && status >= 500 ? 'internal-error' : 'invalid-request';
  // The facts of a problem are those of the error that it was made of.
  return new TimelineError(isErrorCode(code) ? code : usual, detail, facts as ErrorFacts);
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}
