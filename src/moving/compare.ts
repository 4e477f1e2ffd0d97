import { createHash } from 'node:crypto';

import type { Timeline } from '../engine/timeline.ts';
import type { EventLog } from '../store/port.ts';
import { logHash, trailHash } from './log-hash.ts';
import type { MoveRun } from './progress.ts';
import { pause } from './progress.ts';
import type { Question } from './questions.ts';
import { questionsAt } from './questions.ts';
import type { SampledMoment } from './samples.ts';
import { chanceOf, sampleMoments } from './samples.ts';

/** The same thing hashed on both sides, SHA-256 in hexadecimal. */
export interface BothHashes {
  readonly from: string;
  readonly to: string;
}

/** A state, or a list of keys, that is not the same on both sides. */
export interface DifferentAnswer extends SampledMoment, BothHashes {
  readonly projection: string;
  readonly key?: string;
}

/** What both sides of a move came to. */
export interface Comparison {
  /** Of the chain over all events. */
  readonly log: BothHashes;
  /** Of the audit trail, with its keys. */
  readonly trail: BothHashes;
  /** Of all answers that were compared, in their order. */
  readonly answers: BothHashes;
  readonly moments: number;
  /** States, and lists of keys, that were asked for on both sides. */
  readonly asked: number;
  /** The first of those that differ. */
  readonly different: readonly DifferentAnswer[];
  readonly isSame: boolean;
}

/** One side of a comparison. */
export interface Side {
  readonly store: EventLog;
  readonly timeline: Timeline;
}

interface CompareRun extends MoveRun {
  /** At how many moments states are compared. */
  readonly samples: number;
}

/** Most differing answers that are named. */
const namedMax = 20;

/**
 * Reads both logs whole, and asks both sides for the state of every projection at sampled moments.
 *
 * Which moments follows from the hash of the log: the same log is asked the same again.
 */
export async function compareSides(from: Side, to: Side, run: CompareRun): Promise<Comparison> {
  const { position, onProgress } = run;
  const reading = async (done: number) => onProgress({ step: 'reading', done, of: 2 * position });
  await reading(0);
  const ofSource = await logHash(from.store, run);
  await reading(position);
  const log = { from: ofSource, to: await logHash(to.store, run) };
  const trail = { from: trailHash(from.store, position), to: trailHash(to.store, position) };
  const compared = await compareAnswers(from, to, run, chanceOf(ofSource));
  const isSame = [log, trail, compared.answers].every((both) => both.from === both.to);
  return { log, trail, ...compared, isSame };
}

async function compareAnswers(
  from: Side,
  to: Side,
  { position, samples, signal, onProgress }: CompareRun,
  random: () => number,
): Promise<Pick<Comparison, 'answers' | 'moments' | 'asked' | 'different'>> {
  const [ofSource, ofTarget] = [createHash('sha256'), createHash('sha256')];
  const different: DifferentAnswer[] = [];
  const moments = sampleMoments(from.store, position, samples, random);
  let asked = 0;
  for (const [done, moment] of moments.entries()) {
    await onProgress({ step: 'answering', done, of: moments.length });
    for (const question of await questionsAt(from.timeline, moment, random)) {
      const both = { from: await question.ask(from.timeline), to: await question.ask(to.timeline) };
      ofSource.update(both.from);
      ofTarget.update(both.to);
      asked += 1;
      if (both.from !== both.to) different.push(differentAnswer(question, moment, both));
    }
    await pause(signal);
  }
  const answers = { from: ofSource.digest('hex'), to: ofTarget.digest('hex') };
  return { answers, moments: moments.length, asked, different: different.slice(0, namedMax) };
}

function differentAnswer(
  { projection, key }: Question,
  moment: SampledMoment,
  both: BothHashes,
): DifferentAnswer {
  return { projection, ...(key === undefined ? {} : { key }), ...moment, ...both };
}
