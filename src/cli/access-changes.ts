import type { CommitsOut, DensityOut, DiffOut, ExplanationOut, SeriesOut } from '../api/wire-changes.ts';
import type { ReplayUpdateOut, TimelineChangeOut, UpdateOut } from '../api/wire-live.ts';
import type {
  AskedChanges,
  AskedCommits,
  AskedDensity,
  AskedDiff,
  AskedExplanation,
  AskedReplay,
  AskedSeries,
  AskedUpdates,
  Following,
} from './asked.ts';

/** What changed, why, since when and along which axis, as commands reach it: in the shapes of HTTP. */
export interface ChangesAccess {
  diff(projection: string, asked: AskedDiff): Promise<DiffOut>;
  explain(projection: string, asked: AskedExplanation): Promise<ExplanationOut>;
  series(projection: string, asked: AskedSeries): Promise<SeriesOut>;
  density(asked: AskedDensity): Promise<DensityOut>;
  commits(asked: AskedCommits): Promise<CommitsOut>;
  /** Subscribes to a projection; a lost connection is made again and goes on. */
  updates(projection: string, asked: AskedUpdates, following: Following): AsyncIterable<UpdateOut>;
  /** Subscribes to the timeline; a lost connection is made again and goes on. */
  changes(asked: AskedChanges, following: Following): AsyncIterable<TimelineChangeOut>;
  /** Plays the timeline as fast as it is read; a lost connection is an error. */
  replay(asked: AskedReplay, following: Following): AsyncIterable<ReplayUpdateOut>;
}
