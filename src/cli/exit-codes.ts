import type { ErrorCategory } from '../domain/errors.ts';

/** The exit code of every error, by who must act on it. 0 is success. */
export const exitCodes: Readonly<Record<ErrorCategory, number>> = {
  incorrect: 2,
  unauthenticated: 9,
  'not-found': 3,
  conflict: 4,
  forbidden: 5,
  'too-large': 6,
  throttled: 7,
  unavailable: 7,
  corrupt: 8,
};

/** The exit code of what no error of the catalogue is: a bug of Asof. */
export const exitCodeOfBug = 1;
