import type { Source } from '../domain/events/common.ts';
import { frozen } from '../domain/frozen.ts';
import { stepsOfPointer, valueAt } from '../domain/json-pointer.ts';
import type { FactData } from '../domain/reading.ts';
import type { EventLog } from '../store/port.ts';
import { mentionOf } from './answers.ts';
import type { Asked } from './asked.ts';
import { checkKey, numberAsked } from './asked.ts';
import type { ExplainedStep, Explanation } from './change-answers.ts';
import { dependingOn } from './depending.ts';
import type { Faults } from './faults.ts';
import type { FoundSteps } from './find-steps.ts';
import { findSteps } from './find-steps.ts';
import type { Projecting } from './projecting.ts';
import { createSeriesAsking } from './series.ts';
import { checkKeyIsKnown } from './states.ts';
import type { Step } from './stepping.ts';
import type { Timeline } from './timeline.ts';
import { answerWeightMax, weightOf } from './weight.ts';

/** What explaining needs. */
export interface ExplainingOptions {
  readonly store: EventLog;
  readonly projecting: Projecting;
  readonly faults: Faults;
  readonly asked: Asked;
}

/** The part of a timeline that tells where values come from, and how they went. */
export function createExplaining(options: ExplainingOptions): Pick<Timeline, 'explain' | 'series'> {
  const { store, projecting, faults, asked } = options;
  return {
    ...createSeriesAsking(options),
    async explain(name, path, { key, limit: most, ...query } = {}) {
      const projection = asked.projectionOf(name);
      checkKey(projection, key);
      const steps = stepsOfPointer(path);
      const limit = numberAsked('limit', most, { min: 1, max: 1000, usual: 200 });
      const moment = await asked.resolve(query);
      return faults.watch(projection, moment, async () => {
        const found = await projecting.states.folding(projection, { moment, key }, async (starts) => {
          if (key !== undefined) checkKeyIsKnown(projection, key, starts.knownFrom !== undefined);
          const depending = dependingOn(store, projection, { path: steps, key, series: starts.series });
          return findSteps({ store, projection, moment, key, path: steps, limit, starts, depending });
        });
        const initial = valueAt(projection.initial, steps);
        const { version } = projection;
        return explanationOf(store, found, {
          projection: name,
          version,
          ...(key === undefined ? {} : { key }),
          moment,
          path,
          ...(initial === undefined ? {} : { initial: frozen(initial) }),
        });
      });
    },
  };
}

function explanationOf(
  store: EventLog,
  { value, steps: found, areAll }: FoundSteps,
  asked: Omit<Explanation, 'standing' | 'value' | 'steps' | 'earlier'>,
): Explanation {
  const steps = found.slice(firstFitting(found));
  const first = areAll && steps.length === found.length ? undefined : steps[0];
  const was = steps.length > 0 || asked.initial !== undefined;
  return {
    ...asked,
    standing: value === undefined ? (was ? 'gone' : 'never') : 'present',
    ...(value === undefined ? {} : { value: frozen(value) }),
    steps: steps.map((step) => explained(store, step)),
    ...(first === undefined
      ? {}
      : { earlier: first.before === undefined ? {} : { value: frozen(first.before) } }),
  };
}

function explained(store: EventLog, { fact, before, value }: Step): ExplainedStep {
  const { number, status, by, reason, recordedFrom, recordedAt } = fact.reading;
  const isCounted = typeof before === 'number' || typeof value === 'number';
  return {
    ...mentionOf(fact),
    recordedAt,
    status,
    by,
    byPosition: recordedFrom,
    ...(reason === undefined ? {} : { reason }),
    sources: sourcesOf(fact.data),
    ...(number === 0 ? {} : { correctedFrom: sourcesOf(store.event(by)?.data ?? {}) }),
    ...(value === undefined ? {} : { value: frozen(value) }),
    ...(isCounted ? { contribution: counted(value) - counted(before) } : {}),
  };
}

/** Returns the index of the first step from which on all of them fit into one answer: a state may be large, and each step has it whole. */
function firstFitting(steps: readonly Step[]): number {
  let left = answerWeightMax;
  for (let index = steps.length - 1; index >= 0; index -= 1) {
    left -= weightOf(steps[index]?.value, left + 1);
    if (left < 0) return Math.min(index + 1, steps.length - 1);
  }
  return 0;
}

/** What a value adds as a number: what is none adds nothing, so that contributions always add up. */
function counted(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}

/** Lists the sources of any data; that of a user's own event types may have none, or something else by that name. */
function sourcesOf({ sources }: FactData): readonly Source[] {
  return Array.isArray(sources) ? sources.filter(isSource) : [];
}

function isSource(value: unknown): value is Source {
  return (
    typeof value === 'object' && value !== null && 'publisher' in value && typeof value.publisher === 'string'
  );
}
