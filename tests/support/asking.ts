import { setImmediate } from 'node:timers/promises';

import type { ConnectOptions } from '../../src/client/index.ts';
import { TimelineError } from '../../src/client/index.ts';
import { untilAborted } from './cli.ts';

/** Waits no time for a connection, and for ever for one that is silent. */
export const waitNoTime: NonNullable<ConnectOptions['wait']> = async (ms, signal) =>
  ms >= 60_000 ? untilAborted(ms, signal) : setImmediate();

/** Returns the error of the catalogue that something fails with; throws when it does not. */
export async function errorOf(work: Promise<unknown>): Promise<TimelineError> {
  const error = await work.catch((thrown: unknown) => thrown);
  if (error instanceof TimelineError) return error;
  throw new Error(`no error of the catalogue: ${String(error)}`);
}
