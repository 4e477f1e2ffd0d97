import { TimelineError } from '../domain/errors.ts';
import type { EventType } from '../domain/event-type.ts';
import { parseInstant } from '../domain/instant.ts';
import { resolveOccurred } from '../domain/occurred.ts';
import type { CheckpointOptions } from '../engine/projecting.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Vocabulary } from '../open.ts';
import { openTimeline } from '../open.ts';
import type { GivenEvent, GivenStep } from './steps.ts';

/** How steps are recorded. */
export interface RecordingOptions {
  /** Nothing is saved on the way when left out. */
  readonly checkpoints?: CheckpointOptions | false;
  /** Milliseconds of the Unix epoch, for every step; what the steps say when left out. */
  readonly recordedMs?: number;
}

/** Runs work on a timeline in memory in which the steps were recorded one by one; throws what recording them throws. */
export async function withRecorded<Result>(
  vocabulary: Vocabulary,
  steps: readonly GivenStep[],
  work: (timeline: Timeline) => Promise<Result>,
  { checkpoints = false, recordedMs }: RecordingOptions = {},
): Promise<Result> {
  let now = recordedMs ?? Number.NEGATIVE_INFINITY;
  const timeline = await openTimeline({
    ...vocabulary,
    store: 'memory:',
    checkpoints,
    clock: () => now,
  });
  try {
    const types = new Map(vocabulary.events.map((type) => [type.type, type]));
    const stated = new Map<string, string>();
    for (const [index, step] of named(steps).entries()) {
      now = recordedMs ?? recordedAfter(now, step, index);
      await record(timeline, step, types, stated);
    }
    return await work(timeline);
  } finally {
    await timeline.close();
  }
}

/** Gives each step that has none an id by its place: `given-1` is the first. */
export function named(steps: readonly GivenStep[]): readonly GivenStep[] {
  return steps.map((step, index) => ({ id: `given-${index + 1}`, ...step }));
}

function recordedAfter(before: number, step: GivenStep, index: number): number {
  const next = before === Number.NEGATIVE_INFINITY ? before : before + 1000;
  if (step.recordedAt === undefined) {
    const occurred = 'type' in step ? resolveOccurred(step.occurred).fromLatest : Number.NEGATIVE_INFINITY;
    const now = Math.max(next, occurred);
    return now === Number.NEGATIVE_INFINITY ? 0 : now;
  }
  const at = parseInstant(step.recordedAt);
  if (at >= before) return at;
  throw new TimelineError(
    'recorded-time-backwards',
    `Step ${index + 1} that is given is recorded at ${step.recordedAt}, before the step before it`,
    { step: index + 1 },
  );
}

async function record(
  timeline: Timeline,
  step: GivenStep,
  types: ReadonlyMap<string, EventType>,
  stated: Map<string, string>,
): Promise<void> {
  const { recordedAt: _, ...rest } = step;
  if ('type' in rest) {
    const { stream = 'given-events', data = {}, ...event } = rest;
    const given = { ...event, data: titled(data, types.get(event.type), event) };
    const { events } = await timeline.append(stream, [given]);
    for (const { id } of events) stated.set(id, event.type);
    return;
  }
  const reason = rest.reason ?? 'none was given';
  if ('retracts' in rest) {
    const { retracts, ...retraction } = rest;
    await timeline.retract(retracts, { ...retraction, reason });
    return;
  }
  const { corrects, data, ...correction } = rest;
  const type = types.get(stated.get(corrects) ?? '');
  const restated = data === undefined ? {} : { data: titled(data, type, {}) };
  await timeline.correct(corrects, { ...correction, ...restated, reason });
}

function titled(
  data: Readonly<Record<string, unknown>>,
  type: EventType | undefined,
  { schemaVersion }: Pick<GivenEvent, 'schemaVersion'>,
): Readonly<Record<string, unknown>> {
  const shape = type?.versions.at(schemaVersion === undefined ? -1 : schemaVersion - 1)?.shape ?? {};
  return type !== undefined && 'title' in shape && !('title' in data) ? { title: type.type, ...data } : data;
}
