import { TimelineError } from '../domain/errors.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog, MadeReading, Touch } from '../store/port.ts';
import type { Build, FollowedReading } from '../store/projection-index.ts';
import { keysOf, selectedOf } from './evolving.ts';
import { keepsSelection } from './fold-page.ts';
import type { HeldStates } from './held.ts';
import type { Lateness } from './lateness.ts';
import type { Laying } from './laying.ts';

/** The name of the one series of a projection without keys. */
export const wholeSeries = '';

/** What projections are kept up to date with. */
export interface BuildsOptions {
  readonly store: EventLog;
  readonly fingerprintOf: (projection: Projection) => string;
  readonly lateness: Lateness;
  readonly held: HeldStates;
  readonly laying: Pick<Laying, 'touch'>;
}

/** The builds of projections: which there are, and how they follow the log. */
export interface Builds {
  /** Returns the build that answers for a projection: the newest that is complete, or else the newest. */
  of(projection: Projection): Build | undefined;
  /** Returns the builds of a projection's code as it is, oldest first. */
  all(projection: Projection): readonly Build[];
  /** Begins a build of a projection. */
  begin(projection: Projection): Build;
  /**
   * Takes builds of one position on by some readings at most, and returns the position that was reached. A projection whose `key`
   * throws stays before the reading that it throws on, and the error, `projection-faulted`, is handed to `onFault`.
   */
  follow(
    builds: readonly (readonly [Projection, Build])[],
    to: { readonly through: number; readonly readings: number },
    onFault: (projection: Projection, error: TimelineError) => void,
  ): number;
}

/** Keeps builds through the index of a store. */
export function createBuilds({ store, fingerprintOf, lateness, held, laying }: BuildsOptions): Builds {
  const index = store.projections;
  const fingerprints = new Map<Projection, string>();

  const fingerprint = (projection: Projection): string => {
    const known = fingerprints.get(projection) ?? fingerprintOf(projection);
    fingerprints.set(projection, known);
    return known;
  };
  const all = (projection: Projection): readonly Build[] =>
    index
      .builds()
      .filter(
        (build) =>
          build.projection === projection.name &&
          build.version === projection.version &&
          build.fingerprint === fingerprint(projection),
      );
  const touchHeld = (build: number, { series, left, touchedMs, position }: FollowedReading): void => {
    for (const names of [series, left])
      for (const name of names) {
        held.touch(build, name, touchedMs, position);
        laying.touch(build, name, touchedMs);
      }
  };
  /** Asks the projection for the keys of each reading, and for what it selects of it. */
  const followAsking = (
    projection: Projection,
    build: Build,
    readings: readonly MadeReading[],
    through: number,
  ): TimelineError | undefined => {
    const followed: FollowedReading[] = [];
    let fault: TimelineError | undefined;
    let reached = through;
    for (const reading of readings)
      try {
        followed.push(followedReading(projection, reading));
      } catch (error) {
        if (!(error instanceof TimelineError)) throw error;
        fault = error;
        reached = reading.position - 1;
        break;
      }
    const isKeyed = projection.key !== undefined;
    index.follow(build.id, reached, followed, { isKeyed, isSelecting: !isKeyed });
    for (const reading of followed) touchHeld(build.id, reading);
    return fault;
  };
  const followTouches = (build: Build, touches: readonly Touch[], through: number): undefined => {
    const followed = touches.map((touch) => ({ ...inWhole(touch), fact: touch.position }));
    index.follow(build.id, through, followed, { isKeyed: false, isSelecting: false });
    for (const reading of followed) touchHeld(build.id, reading);
  };

  return {
    all,
    of(projection) {
      const builds = all(projection);
      return builds.findLast(({ isComplete }) => isComplete) ?? builds.at(-1);
    },
    begin: (projection) => {
      const { name, version } = projection;
      return index.begin({ projection: name, version, fingerprint: fingerprint(projection) });
    },
    follow(builds, { through, readings: limit }, onFault) {
      const after = builds[0]?.[1].position ?? through;
      const range = { after, through, limit };
      const isAsking = builds.some(([projection]) => asksForFacts(projection));
      const readings = isAsking ? store.readingsMade(range) : undefined;
      const touches = readings ?? store.touches(range);
      const reached = touches.at(-1)?.position ?? through;
      lateness.note(touches);
      index.together(() => {
        for (const [projection, build] of builds) {
          const fault =
            readings !== undefined && asksForFacts(projection)
              ? followAsking(projection, build, readings, reached)
              : followTouches(build, touches, reached);
          if (fault !== undefined) onFault(projection, fault);
        }
      });
      return reached;
    },
  };
}

/** Whether a projection is asked about each fact that its builds follow. */
function asksForFacts(projection: Projection): boolean {
  return projection.key !== undefined || keepsSelection(projection);
}

function inWhole({ position, fromMs, touchedMs }: Touch) {
  return { position, fromMs, touchedMs, series: [wholeSeries], left: [] };
}

function followedReading(projection: Projection, reading: MadeReading): FollowedReading {
  const { position, fromMs, touchedMs, fact, before } = reading;
  if (projection.key === undefined)
    return { ...inWhole(reading), fact: fact.position, selected: selectedOf(projection, fact) };
  const series = keysOf(projection, fact);
  const left =
    before === undefined ? [] : keysOf(projection, before).filter((name) => !series.includes(name));
  return { position, fact: fact.position, fromMs, touchedMs, series, left };
}
