import { hash } from 'node:crypto';

import { TimelineError } from '../domain/errors.ts';
import { canonicalJson } from '../domain/json.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { SampledMoment } from './samples.ts';

/** Something to ask of both sides: a state, or the keys of a projection. */
export interface Question {
  readonly projection: string;
  readonly key?: string;
  /** Asks one side, and returns its answer as a hash, SHA-256 in hexadecimal. */
  ask(timeline: Timeline): Promise<string>;
}

/** How many keys of a keyed projection are asked for their states at one moment. */
const keysAtAMoment = 3;

/** Lists what to ask as of a moment: the state of every projection, and of a keyed one all its keys, and the states of some of them. */
export async function questionsAt(
  timeline: Timeline,
  moment: SampledMoment,
  random: () => number,
): Promise<readonly Question[]> {
  const questions: Question[] = [];
  for (const { name, keyed } of timeline.projections()) {
    if (!keyed) {
      questions.push(stateQuestion(name, moment));
      continue;
    }
    questions.push({ projection: name, ask: hashing(async (side) => (await side.keys(name, moment)).keys) });
    for (const key of await someKeys(timeline, name, moment, random))
      questions.push({ ...stateQuestion(name, { ...moment, key }), key });
  }
  return questions;
}

function stateQuestion(projection: string, asked: SampledMoment & { readonly key?: string }): Question {
  const ask = hashing(async (side) => {
    const { version, state, uncertain, underWay } = await side.state(projection, asked);
    return { version, state, uncertain, underWay };
  });
  return { projection, ask };
}

async function someKeys(
  timeline: Timeline,
  projection: string,
  moment: SampledMoment,
  random: () => number,
): Promise<ReadonlySet<string>> {
  const found = await settled(timeline.keys(projection, moment));
  const keys = 'failed' in found ? [] : found.keys;
  const chosen = Array.from({ length: keysAtAMoment }, () => keys[Math.floor(random() * keys.length)]);
  return new Set(chosen.flatMap((one) => (one === undefined ? [] : [one.key])));
}

/** A projection that fails must fail alike on both sides. */
function hashing(ask: (timeline: Timeline) => Promise<unknown>): Question['ask'] {
  return async (timeline) => {
    const answer: unknown = await settled(ask(timeline));
    return hash('sha256', canonicalJson(JSON.parse(JSON.stringify({ answer }))), 'hex');
  };
}

async function settled<Answer>(
  asked: Promise<Answer>,
): Promise<Answer | { readonly failed: string; readonly why: string }> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    return { failed: error.code, why: error.message };
  }
}
