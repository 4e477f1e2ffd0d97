import type { ReplayUpdate } from './live-answers.ts';

/** How a replay is given its time. */
export interface PaceOptions {
  /** How many times as fast as it went: 3600 plays an hour in a second; 0 as fast as it is read. */
  readonly speed: number;
  /** Longest wait between two steps, in milliseconds, whatever lies between them; no limit when left out. */
  readonly gapMsMax?: number | undefined;
  /** Waits so many milliseconds; resolves early when whoever watches wants to go on. */
  readonly wait: (ms: number) => Promise<void>;
}

/**
 * Gives the steps of a replay their time: each waits as long as lies between it and the one before, at the given speed.
 *
 * The time counts from when the step before was taken, so whoever stops taking steps pauses it. What is live comes at once.
 */
export async function* paced<Step extends Pick<ReplayUpdate, 'kind'> & { readonly at?: number }>(
  steps: AsyncIterable<Step>,
  { speed, gapMsMax = Number.POSITIVE_INFINITY, wait }: PaceOptions,
): AsyncGenerator<Step, void, undefined> {
  let before: number | undefined;
  let isLive = false;
  for await (const step of steps) {
    if (step.kind === 'caught-up') isLive = true;
    if (step.at !== undefined) {
      const ms = before === undefined || isLive || speed === 0 ? 0 : (step.at - before) / speed;
      if (ms > 0) await wait(Math.min(ms, gapMsMax));
      before = step.at;
    }
    yield step;
  }
}
