import { formatInstant } from '../domain/instant.ts';
import type { PreviewAnswer } from '../engine/answers-preview.ts';
import type {
  CommitsAnswer,
  DensityAnswer,
  DiffAnswer,
  ExplainedStep,
  Explanation,
  SeriesAnswer,
} from '../engine/change-answers.ts';
import type {
  commitSchema,
  commitsSchema,
  densitySchema,
  diffSchema,
  explainedStepSchema,
  explanationSchema,
  previewSchema,
  seriesPointSchema,
  seriesSchema,
} from './contract/changes.ts';
import type { Sent } from './contract/parts.ts';
import type { HeadOut, ProjectionName } from './wire.ts';
import { momentOut } from './wire.ts';

/** What two moments differ in, as sent. */
export type DiffOut = Sent<typeof diffSchema>;

/** What an event would change, as sent. */
export type PreviewOut = Sent<typeof previewSchema>;

/** One event that set a value, as sent. */
export type ExplainedStepOut = Sent<typeof explainedStepSchema>;

/** Where a value in a state comes from, as sent. */
export type ExplanationOut = Sent<typeof explanationSchema>;

/** A value along one axis, as sent; times are RFC 3339. */
export type SeriesOut = Sent<typeof seriesSchema>;

/** A value at one place of an axis, as sent. */
export type SeriesPointOut = Sent<typeof seriesPointSchema>;

/** How much there is in equal parts of an axis, as sent; times are RFC 3339. */
export type DensityOut = Sent<typeof densitySchema>;

/** One step of the recorded axis, as sent. */
export type CommitOut = Sent<typeof commitSchema>;

/** Some steps of the recorded axis, as sent. */
export type CommitsOut = Sent<typeof commitsSchema>;

/** Returns what two moments differ in, in the form that is sent. */
export function diffOut(answer: DiffAnswer): DiffOut {
  const { from, to, patch, events, more } = answer;
  return { from: momentOut(from), to: momentOut(to), ...subjectOut(answer), patch, events, more };
}

/** Returns what an event would change, in the form that is sent. */
export function previewOut(answer: PreviewAnswer): PreviewOut {
  const { moment, patch, fact, standing, before, after } = answer;
  return {
    moment: momentOut(moment),
    ...subjectOut(answer),
    patch,
    fact,
    standing,
    ...(before === undefined ? {} : { before }),
    after,
  };
}

/** Returns where a value comes from, in the form that is sent. */
export function explanationOut(answer: Explanation): ExplanationOut {
  const { path, standing, moment, steps, earlier } = answer;
  return {
    moment: momentOut(moment),
    ...subjectOut(answer),
    path,
    standing,
    ...('value' in answer ? { value: answer.value } : {}),
    ...('initial' in answer ? { initial: answer.initial } : {}),
    steps: steps.map(stepOut),
    ...(earlier === undefined ? {} : { earlier }),
  };
}

/** Returns a value along an axis in the form that is sent. */
export function seriesOut(answer: SeriesAnswer): SeriesOut {
  const { path, axis, moment, from, to, exact, points } = answer;
  return {
    moment: momentOut(moment),
    ...subjectOut(answer),
    path,
    axis,
    from: formatInstant(from),
    to: formatInstant(to),
    exact,
    points: points.map(({ at, ...point }) => ({ at: formatInstant(at), ...point })),
  };
}

/** Returns how much there is along an axis in the form that is sent. */
export function densityOut({ axis, moment, from, to, bucketMs, counts }: DensityAnswer): DensityOut {
  return {
    moment: momentOut(moment),
    axis,
    from: formatInstant(from),
    to: formatInstant(to),
    bucketMs,
    counts,
  };
}

/** Returns steps of the recorded axis in the form that is sent. */
export function commitsOut({ commits, next }: CommitsAnswer, head: HeadOut): CommitsOut {
  return {
    commits: commits.map(({ position, first, recordedAt, events }) => ({
      position,
      first,
      recordedAt: formatInstant(recordedAt),
      events,
    })),
    ...(next === undefined ? {} : { next }),
    head,
  };
}

/** Returns which state something is about, in the form that is sent. */
export function subjectOut({
  projection,
  version,
  key,
}: {
  readonly projection: string;
  readonly version: number;
  readonly key?: string;
}): { readonly projection: ProjectionName; readonly key?: string } {
  return { projection: { name: projection, version }, ...(key === undefined ? {} : { key }) };
}

function stepOut({ recordedAt, ...step }: ExplainedStep): ExplainedStepOut {
  const { id, position, stream, type, title, occurred, ...rest } = step;
  return { id, position, stream, type, title, occurred, recordedAt: formatInstant(recordedAt), ...rest };
}
