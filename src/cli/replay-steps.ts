import type { ReplayUpdateOut } from '../api/wire-live.ts';
import { parseInstant } from '../domain/instant.ts';
import { paced } from '../engine/paced.ts';

/** A part of a replay, in the form that is given its time. */
export interface PlayedStep {
  readonly kind: ReplayUpdateOut['event'];
  /** The place on the axis, in milliseconds of the Unix epoch. */
  readonly at?: number;
  readonly update: ReplayUpdateOut;
}

/** Gives the steps of a replay their time; `wait` is called with the milliseconds that lie between two on the axis. */
export function played(
  updates: AsyncIterable<ReplayUpdateOut>,
  wait: (axisMs: number) => Promise<void>,
): AsyncGenerator<PlayedStep, void, undefined> {
  return paced(stepsOf(updates), { speed: 1, wait });
}

async function* stepsOf(
  updates: AsyncIterable<ReplayUpdateOut>,
): AsyncGenerator<PlayedStep, void, undefined> {
  for await (const update of updates) {
    const at = 'at' in update.data ? update.data.at : undefined;
    yield { kind: update.event, ...(at === undefined ? {} : { at: parseInstant(at) }), update };
  }
}
