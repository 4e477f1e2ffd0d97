import type { Catalogue } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import { compareHistory } from '../domain/reading.ts';
import type { EventLog } from '../store/port.ts';
import type { PreviewAnswer, Proposed } from './answers-preview.ts';
import { mentionOf } from './answers.ts';
import type { Asked } from './asked.ts';
import { checkKey } from './asked.ts';
import { keysOf } from './evolving.ts';
import type { Faults } from './faults.ts';
import { foldFacts, readHistory } from './fold.ts';
import type { Folded } from './fold.ts';
import { patchBetween } from './patch-between.ts';
import { proposedReading } from './proposed.ts';
import type { ProposedReading } from './proposed.ts';
import type { Timeline } from './timeline.ts';

/** What previewing needs. */
export interface PreviewingOptions {
  readonly store: EventLog;
  readonly catalogue: Catalogue;
  readonly faults: Faults;
  readonly asked: Asked;
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
}

/** The part of a timeline that tells what an event would change, without recording it. */
export function createPreviewing(options: PreviewingOptions): Pick<Timeline, 'preview'> {
  const { faults, asked } = options;
  return {
    async preview(name, proposed: Proposed, { key, ...query } = {}) {
      const projection = asked.projectionOf(name);
      checkKey(projection, key);
      const moment = await asked.resolve({ ...query, knownAt: 'now' });
      if (moment.certainty === 'certain')
        throw new TimelineError('invalid-query', 'A preview is told with what may have happened, too', {
          parameter: 'certainty',
        });
      const reading = proposedReading(options, proposed, moment.position);
      return faults.watch(projection, moment, async () => {
        const before = (await asked.stateOrNone(projection, moment, key)).state;
        const after = await foldWith(options, projection, { moment, key, reading });
        return answer({ name, projection, moment, key, reading, before, after });
      });
    },
  };
}

interface Told {
  readonly name: string;
  readonly projection: Projection;
  readonly moment: ResolvedMoment;
  readonly key: string | undefined;
  readonly reading: ProposedReading;
  readonly before: unknown;
  readonly after: unknown;
}

function answer({ name, projection, moment, key, reading, before, after }: Told): PreviewAnswer {
  return {
    projection: name,
    version: projection.version,
    ...(key === undefined ? {} : { key }),
    moment,
    patch: patchBetween(before, after),
    fact: mentionOf(reading.after),
    standing: standingIn(reading.after, moment),
    ...(reading.before === undefined
      ? {}
      : { before: { occurred: reading.before.occurred, data: reading.before.data } }),
    after: { occurred: reading.after.occurred, data: reading.after.data },
  };
}

function standingIn({ when, reading }: FactRead, { asOf }: ResolvedMoment): PreviewAnswer['standing'] {
  if (reading.status === 'retracted') return 'retracted';
  if (asOf < when.from) return 'future';
  return asOf < when.fromLatest ? 'uncertain' : 'past';
}

interface Folding {
  readonly moment: ResolvedMoment;
  readonly key: string | undefined;
  readonly reading: ProposedReading;
}

/**
 * Folds the history as it would be: from the state before the earliest occurred time that the event touches, so that it costs what
 * comes after that and not the log.
 */
async function foldWith(
  { store, asked }: PreviewingOptions,
  projection: Projection,
  { moment, key, reading }: Folding,
): Promise<unknown> {
  const touchedMs = Math.min(reading.after.when.from, reading.before?.when.from ?? Number.POSITIVE_INFINITY);
  const throughMs = Math.min(touchedMs - 1, moment.asOf);
  const start = await asked.stateOrNone(projection, { ...moment, asOf: throughMs }, key);
  const sees = (fact: FactRead): boolean =>
    fact.when.from <= moment.asOf &&
    (fact.reading.status !== 'retracted' || projection.seesRetracted === true) &&
    (key === undefined || keysOf(projection, fact).includes(key));
  let folded: Folded = { occurredMs: throughMs, state: start.state, facts: start.facts };
  let waiting = sees(reading.after) ? [reading.after] : [];
  const after = { from: throughMs, position: Number.MAX_SAFE_INTEGER };
  const filter = { after, withRetracted: projection.seesRetracted ?? false };
  for await (const page of readHistory(store, moment, filter)) {
    const facts = page.filter((fact) => fact.id !== reading.after.id && sees(fact));
    const end = page.at(-1);
    const due = waiting.filter((fact) => end !== undefined && compareHistory(fact, end) < 0);
    waiting = waiting.filter((fact) => !due.includes(fact));
    folded = foldFacts(projection, folded, [...facts, ...due].toSorted(compareHistory), key);
  }
  return foldFacts(projection, folded, waiting, key).state;
}
