import type { ErrorCode } from '../../src/domain/errors.ts';
import { TimelineError } from '../../src/domain/errors.ts';
import type { NewEvent } from '../../src/domain/event.ts';
import { formatInstant } from '../../src/domain/instant.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { OpenOptions } from '../../src/open.ts';
import { openTimeline } from '../../src/open.ts';
import type { EventSeed, Script, Step } from './arbitraries.ts';
import { startMs } from './arbitraries.ts';
import { testProjections } from './projections.ts';
import type { TestEventType } from './vocabulary.ts';
import { dataOf, testEvents, versionOf } from './vocabulary.ts';

/** An event that a script has recorded, and the type of the fact that it belongs to. */
interface Recorded {
  readonly id: string;
  readonly stream: string;
  readonly factType: TestEventType;
  readonly event: NewEvent;
}

/** What a script runs in: a clock moved by hand, a counter for ids, what was recorded, and the errors it caused. */
export interface World {
  nowMs: number;
  /** The latest instant of recorded time that was asked for: what is now for questions does not go back behind it. */
  askedMs: number;
  idsGiven: number;
  recorded: Recorded[];
  readonly errors: ErrorCode[];
}

/** Makes a world in which nothing has happened. */
export function createWorld(): World {
  return { nowMs: startMs, askedMs: -Infinity, idsGiven: 0, recorded: [], errors: [] };
}

/** Gives the next id of a world; later ones do not sort after earlier ones. */
export function nextId(world: World): string {
  world.idsGiven += 1;
  return `e${(world.idsGiven * 37) % 101}-${world.idsGiven}`;
}

/** Opens a timeline of test events and test projections that goes by the clock of a world. */
export function openInWorld(
  world: World,
  store: string,
  options: Partial<OpenOptions> = {},
): Promise<Timeline> {
  return openTimeline({
    store,
    events: testEvents,
    projections: testProjections,
    clock: () => world.nowMs,
    newId: () => nextId(world),
    ...options,
  });
}

/** Runs a script; `between` is run after every step. The errors that it causes are collected in the world, by their codes. Throws whatever is no error of the catalogue. */
export async function runScript(
  timeline: Timeline,
  script: Script,
  world: World,
  between: (step: number) => Promise<void> = async () => undefined,
): Promise<void> {
  for (const [index, step] of script.entries()) {
    try {
      await runStep(timeline, step, world);
    } catch (error) {
      if (!(error instanceof TimelineError)) throw error;
      world.errors.push(error.code);
    }
    await between(index);
  }
}

async function runStep(timeline: Timeline, step: Step, world: World): Promise<void> {
  switch (step.do) {
    case 'append':
      return append(timeline, step.stream, step.events, world);
    case 'correct':
    case 'retract':
      return aim(timeline, step, world);
    case 'repeat': {
      const again = recordedAt(world.recorded, step.target);
      if (again !== undefined) await timeline.append(again.stream, [again.event]);
      return;
    }
    case 'ask': {
      const instant = Math.min(Math.max(world.nowMs + step.aheadMs, -8.64e15), 8.64e15);
      const { moment } = await timeline.timeline({ knownAt: formatInstant(instant), limit: 1 });
      world.askedMs = Math.max(world.askedMs, moment.knownAt ?? world.askedMs);
      return;
    }
    case 'tick':
      world.nowMs += step.ms;
  }
}

async function append(
  timeline: Timeline,
  stream: string,
  seeds: readonly EventSeed[],
  world: World,
): Promise<void> {
  const before = world.recorded;
  const all = [...before];
  for (const seed of seeds) {
    const next = eventOf(seed, all, nextId(world));
    if (next !== undefined) all.push({ ...next, stream });
  }
  const events = all.slice(before.length).map(({ event }) => event);
  if (events.length === 0) return;
  await timeline.append(stream, events);
  world.recorded = all;
}

async function aim(
  timeline: Timeline,
  step: Step & { readonly do: 'correct' | 'retract' },
  world: World,
): Promise<void> {
  const aimed = recordedAt(world.recorded, step.target);
  if (aimed === undefined) return;
  const { factType } = aimed;
  const reason = `reason ${world.recorded.length}`;
  const { events } =
    step.do === 'retract'
      ? await timeline.retract(aimed.id, { reason })
      : await timeline.correct(aimed.id, {
          reason,
          ...(step.data === undefined ? {} : { data: dataOf(factType, { ...step.data, isOld: false }) }),
          ...(step.occurred === undefined ? {} : { occurred: step.occurred }),
        });
  const [made] = events;
  const [event] = made === undefined ? [] : timeline.log({ after: made.position - 1, limit: 1 });
  if (event === undefined) throw new Error('what was appended is not in the log');
  const { stream, id, type, data, occurred, causationId = id } = event;
  world.recorded = [
    ...world.recorded,
    { id, stream, factType, event: { id, type, data, occurred, causationId } },
  ];
}

function eventOf(
  seed: EventSeed,
  known: readonly Recorded[],
  id: string,
): Omit<Recorded, 'stream'> | undefined {
  if (seed.does === 'states') {
    const { type, occurred, data, cause } = seed;
    const causedBy = cause === undefined ? undefined : recordedAt(known, cause);
    const event = {
      id,
      type,
      schemaVersion: versionOf(type, data),
      occurred,
      data: dataOf(type, data),
      ...(causedBy === undefined ? {} : { causationId: causedBy.id }),
    };
    return { id, factType: type, event };
  }
  const aimed = recordedAt(known, seed.target);
  if (aimed === undefined) return undefined;
  const { factType } = aimed;
  const data = { target: aimed.id, reason: `reason ${known.length}`, about: [], sources: [] };
  // When a correction itself was made does not matter to what it corrects: an odd time shows if it does.
  const occurred = known.length % 2 === 0 ? '1999' : '2030-01-01T00:00:00Z';
  if (seed.does === 'retracts') return { id, factType, event: { id, type: 'FactRetracted', occurred, data } };
  const restated = {
    ...data,
    ...(seed.data === undefined
      ? {}
      : { data: dataOf(factType, seed.data), dataVersion: versionOf(factType, seed.data) }),
    ...(seed.occurred === undefined ? {} : { occurred: seed.occurred }),
  };
  return { id, factType, event: { id, type: 'FactCorrected', occurred, data: restated } };
}

function recordedAt(recorded: readonly Recorded[], index: number): Recorded | undefined {
  return recorded.length === 0 ? undefined : recorded.at(-1 - (index % recorded.length));
}
