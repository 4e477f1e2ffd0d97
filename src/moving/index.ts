import { checkIsBeginning } from './beginning.ts';
import { compareSides } from './compare.ts';
import type { Comparison, Side } from './compare.ts';
import { copyLog } from './copy.ts';
import type { MoveProgress } from './progress.ts';

export type { BothHashes, Comparison, DifferentAnswer, Side } from './compare.ts';
export type { MoveProgress, MoveStep } from './progress.ts';

/** How a log is moved. */
export interface MoveOptions {
  /** At how many moments the states of both sides are compared. */
  readonly samples: number;
  /** Ends it between two parts, which stay where they are: the same move goes on from there. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: MoveProgress) => Promise<void>;
  /** Most events of one import; 10,000 when left out. */
  readonly partMax?: number;
}

/** What a move came to. */
export interface Moved {
  /** Events that were there already. */
  readonly before: number;
  /** Events that were copied now. */
  readonly copied: number;
  /** The position through which both sides were compared. */
  readonly position: number;
  readonly comparison: Comparison;
}

/** Most events that one import of a move records, all or none. */
export const movedPartMax = 10_000;

/**
 * Copies a log into another store, with recorded times, the audit trail and the idempotency keys, and compares what both sides answer.
 *
 * What is there already must be the beginning of the log, else it throws `logs-differ`: so a move that was cut off goes on, and one
 * made beside a server is made again for the rest. What is recorded in the source meanwhile is left for the next. That the sides
 * differ in what they answer is told by the comparison, and not thrown.
 */
export async function moveLog(from: Side, to: Side, options: MoveOptions): Promise<Moved> {
  const { samples, signal, onProgress, partMax = movedPartMax } = options;
  const position = from.store.head().position;
  const beginning = await checkIsBeginning(from.store, to.store, { position, signal, onProgress });
  await copyLog(from.store, to.store, { ...beginning, position, partMax, signal, onProgress });
  const comparison = await compareSides(from, to, { position, samples, signal, onProgress });
  return { before: beginning.events, copied: position - beginning.events, position, comparison };
}
