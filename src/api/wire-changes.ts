import { formatInstant } from '../domain/instant.ts';
import type {
  Axis,
  Commit,
  CommitsAnswer,
  DensityAnswer,
  DiffAnswer,
  ExplainedStep,
  Explanation,
  SeriesAnswer,
  SeriesPoint,
} from '../engine/change-answers.ts';
import type { HeadOut, MomentOut, ProjectionName } from './wire.ts';
import { momentOut } from './wire.ts';

/** What two moments differ in, as sent. */
export interface DiffOut extends Pick<DiffAnswer, 'patch' | 'events' | 'more'> {
  readonly projection: ProjectionName;
  readonly key?: string;
  readonly from: MomentOut;
  readonly to: MomentOut;
}

/** One event that set a value, as sent. */
export interface ExplainedStepOut extends Omit<ExplainedStep, 'recordedAt'> {
  /** RFC 3339. */
  readonly recordedAt: string;
}

/** Where a value in a state comes from, as sent. */
export interface ExplanationOut extends Pick<
  Explanation,
  'path' | 'standing' | 'value' | 'initial' | 'earlier'
> {
  readonly projection: ProjectionName;
  readonly key?: string;
  readonly moment: MomentOut;
  readonly steps: readonly ExplainedStepOut[];
}

/** A value along one axis, as sent; times are RFC 3339. */
export interface SeriesOut {
  readonly projection: ProjectionName;
  readonly key?: string;
  readonly path: string;
  readonly axis: Axis;
  readonly moment: MomentOut;
  readonly from: string;
  readonly to: string;
  readonly exact: boolean;
  readonly points: readonly SeriesPointOut[];
}

/** A value at one place of an axis, as sent. */
export interface SeriesPointOut extends Omit<SeriesPoint, 'at'> {
  /** RFC 3339. */
  readonly at: string;
}

/** How much there is in equal parts of an axis, as sent; times are RFC 3339. */
export interface DensityOut extends Pick<DensityAnswer, 'axis' | 'bucketMs' | 'counts'> {
  readonly moment: MomentOut;
  readonly from: string;
  readonly to: string;
}

/** One step of the recorded axis, as sent. */
export interface CommitOut extends Omit<Commit, 'recordedAt'> {
  /** RFC 3339. */
  readonly recordedAt: string;
}

/** Some steps of the recorded axis, as sent. */
export interface CommitsOut {
  readonly commits: readonly CommitOut[];
  readonly next?: number;
  readonly head: HeadOut;
}

/** Returns what two moments differ in, in the form that is sent. */
export function diffOut(answer: DiffAnswer): DiffOut {
  const { from, to, patch, events, more } = answer;
  return { ...subjectOut(answer), from: momentOut(from), to: momentOut(to), patch, events, more };
}

/** Returns where a value comes from, in the form that is sent. */
export function explanationOut(answer: Explanation): ExplanationOut {
  const { path, standing, moment, steps, earlier } = answer;
  return {
    ...subjectOut(answer),
    moment: momentOut(moment),
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
    ...subjectOut(answer),
    path,
    axis,
    moment: momentOut(moment),
    from: formatInstant(from),
    to: formatInstant(to),
    exact,
    points: points.map(({ at, ...point }) => ({ at: formatInstant(at), ...point })),
  };
}

/** Returns how much there is along an axis in the form that is sent. */
export function densityOut({ axis, moment, from, to, bucketMs, counts }: DensityAnswer): DensityOut {
  return {
    axis,
    moment: momentOut(moment),
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
