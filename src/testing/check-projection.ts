import { AssertionError } from 'node:assert';
import { setTimeout } from 'node:timers/promises';

import { isEqualJson } from '../domain/equal-json.ts';
import { frozen } from '../domain/frozen.ts';
import { formatInstant, maxInstantMs } from '../domain/instant.ts';
import { resolveOccurred } from '../domain/occurred.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Vocabulary } from '../open.ts';
import { whereOther } from './depending.ts';
import { assertSame } from './differences.ts';
import { foldWithCare } from './folding.ts';
import { named, withRecorded } from './recording.ts';
import type { GivenStep } from './steps.ts';

/** What must hold of every projection. */
export type ProjectionLaw =
  | 'pure'
  | 'plain'
  | 'as-its-schema-says'
  | 'the-same-in-any-order'
  | 'the-same-from-checkpoints'
  | 'the-same-after-a-rebuild'
  | 'depends-on-what-it-says';

/** What is not checked. */
export interface CheckOptions {
  /** Laws that the projection is not to be held to, such as the order for one that tells at which positions events stand. */
  readonly except?: readonly ProjectionLaw[];
}

/** A checkpoint after each fact, right up to the head, and no state kept in memory beside. */
const everywhere = { facts: 1, bytesPerByte: 0, unsettledShare: 1, heldBytesMax: 0 };

/** States by key; the state of a projection without keys is under the empty text. */
type States = Readonly<Record<string, unknown>>;

/** Hears that a law does not hold, and why. */
type Failing = (law: ProjectionLaw, why: string) => void;

/** A history and the moment it is of, in milliseconds of the Unix epoch. */
interface Past {
  readonly asOf: number;
  readonly facts: readonly FactRead[];
}

/**
 * Checks on the given events what must hold of every projection, whatever it counts; throws an `AssertionError` that says which
 * law does not hold, and where.
 *
 * It is pure: the same facts give the same state, nothing it is given is changed, and neither clock nor chance nor anything kept
 * elsewhere matters. States are plain JSON data, of the schema if it has one. The order in which events are handed over, checkpoints
 * and rebuilds change nothing. Where it says on what a value depends, that is so.
 *
 * @example await checkProjection(timeline, calls, events)
 */
export async function checkProjection(
  vocabulary: Vocabulary,
  { name }: Pick<Projection, 'name'>,
  steps: readonly GivenStep[],
  { except = [] }: CheckOptions = {},
): Promise<void> {
  const projection = vocabulary.projections.find((one) => one.name === name);
  if (projection === undefined) throw new AssertionError({ message: `There is no projection ${name}` });
  const fails: Failing = (law, why) => {
    if (!except.includes(law))
      throw new AssertionError({ message: `Projection ${name} is not ${law}: ${why}` });
  };
  const recording = { recordedMs: latestOf(steps) };
  const recorded = named(steps);
  const pasts = await withRecorded(
    vocabulary,
    recorded,
    async (timeline) => pastsOf(timeline, projection),
    recording,
  );
  const folded = pasts.map((past) => statesOf(projection, past, fails));
  // Clocks have moved on when it is folded again.
  await setTimeout(2);
  for (const [index, past] of pasts.entries())
    if (!isEqualJson(statesOf(projection, past, fails), folded[index]))
      fails('pure', 'the same facts gave another state when they were folded again');

  const compare = comparing(projection, pasts, folded, except);
  const inOtherOrder = async (timeline: Timeline) => compare('the-same-in-any-order', timeline);
  await withRecorded(vocabulary, turnedRound(recorded), inOtherOrder, recording);
  const saved = async (timeline: Timeline) => {
    await timeline.caughtUp();
    await compare('the-same-from-checkpoints', timeline);
    await timeline.rebuild(name);
    await compare('the-same-after-a-rebuild', timeline);
  };
  await withRecorded(vocabulary, recorded, saved, { ...recording, checkpoints: everywhere });
}

function comparing(
  projection: Projection,
  pasts: readonly Past[],
  folded: readonly States[],
  except: readonly ProjectionLaw[],
) {
  return async (law: ProjectionLaw, timeline: Timeline): Promise<void> => {
    const isHeld = !except.includes(law);
    for (const [index, { asOf }] of isHeld ? pasts.entries() : []) {
      const found = await statesAsked(timeline, projection, asOf);
      const sentence = `Projection ${projection.name} is not ${law}: as of ${formatInstant(asOf)} it gives another state:`;
      assertSame(found, folded[index], () => sentence);
    }
  };
}

/** Returns when the last of the events had occurred for certain, as far as an instant can say: everything is recorded then, and nothing is dated ahead. */
function latestOf(steps: readonly GivenStep[]): number {
  const latest = steps.map((step) => ('type' in step ? resolveOccurred(step.occurred).fromLatest : 0));
  return Math.min(Math.max(0, ...latest), maxInstantMs);
}

/** Lists the histories after each fact. */
async function pastsOf(timeline: Timeline, { seesRetracted = false }: Projection): Promise<readonly Past[]> {
  const facts: FactRead[] = [];
  for await (const fact of timeline.history({ asOf: maxInstantMs, withRetracted: seesRetracted }))
    facts.push(frozen(structuredClone(fact)));
  const instants = [...new Set(facts.map(({ when }) => when.from))];
  return instants.map((asOf) => ({ asOf, facts: facts.filter(({ when }) => when.from <= asOf) }));
}

function statesOf(projection: Projection, { facts }: Past, fails: Failing): States {
  const states = foldWithCare(projection, facts, fails);
  for (const [key, state] of Object.entries(states)) {
    const parsed = projection.schema?.safeParse(state);
    if (parsed?.success === false) fails('as-its-schema-says', parsed.error.message);
    const other = whereOther(projection, facts, key, state);
    if (other !== undefined) fails('depends-on-what-it-says', other);
  }
  return states;
}

async function statesAsked(timeline: Timeline, { name, key }: Projection, asOf: number): Promise<States> {
  if (key === undefined) return { '': (await timeline.state(name, { asOf })).state };
  const { keys } = await timeline.keys(name, { asOf });
  const states: Record<string, unknown> = {};
  for (const one of keys) states[one.key] = (await timeline.state(name, { asOf, key: one.key })).state;
  return states;
}

/** Hands the events over the other way round, as far as that must not matter: those that occurred at one instant keep their order, and so do corrections. */
function turnedRound(steps: readonly GivenStep[]): readonly GivenStep[] {
  const events = steps.filter((step) => 'type' in step);
  return [
    ...events.toSorted((a, b) => resolveOccurred(b.occurred).from - resolveOccurred(a.occurred).from),
    ...steps.filter((step) => !('type' in step)),
  ];
}
