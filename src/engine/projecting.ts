import type { Catalogue } from '../domain/catalogue.ts';
import type { TimelineError } from '../domain/errors.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import type { Build } from '../store/projection-index.ts';
import { createBuilds } from './builds.ts';
import type { Builds } from './builds.ts';
import type { FaultPlace } from './chores.ts';
import { fingerprintOf } from './fingerprint.ts';
import { createHeldStates } from './held.ts';
import { createLateness } from './lateness.ts';
import { createLaying } from './laying.ts';
import { createServed } from './served.ts';
import type { Served } from './served.ts';
import { createStates } from './states.ts';
import type { States } from './states.ts';
import { createUpkeep } from './upkeep.ts';
import type { Upkeep } from './upkeep.ts';

/** How much is saved of projections so that answers need not be folded from nothing. It changes no answer. */
export interface CheckpointOptions {
  /** Fewest facts between two checkpoints; 32 when left out. */
  readonly facts?: number;
  /** Fewest bytes of data folded between two checkpoints, for each byte of the state as JSON text; 2 when left out. */
  readonly bytesPerByte?: number;
  /** The share of events that may come too late for what counts as settled, where checkpoints are laid; 0.001 when left out. */
  readonly unsettledShare?: number;
  /** Most bytes of checkpoints for each byte of the log, over all projections; 0.25 when left out. */
  readonly logShare?: number;
  /** Bytes of checkpoints that are kept however small the log is; 16 MiB when left out. */
  readonly bytesMin?: number;
  /** About how many bytes of states are held in memory at most; 64 MiB when left out. */
  readonly heldBytesMax?: number;
}

/** What works out states and keeps what is saved for them. */
export interface Projecting {
  readonly served: Served;
  readonly states: States;
  readonly builds: Builds;
  /** Absent where nothing is saved: with `checkpoints: false`, and in a process that only reads. */
  readonly upkeep: Upkeep | undefined;
}

/** What projecting needs. */
export interface ProjectingOptions {
  readonly store: EventLog;
  readonly catalogue: Catalogue;
  readonly projections: readonly Projection[];
  readonly checkpoints: CheckpointOptions | false;
  /** A hash of the files that the vocabulary comes from. */
  readonly sources: string;
  readonly onFault: (projection: Projection, error: TimelineError, at: FaultPlace) => void;
  /** Hears that a build is complete, so that another version may answer now. */
  readonly onComplete?: () => void;
}

/** Puts together what works out the states of a store's projections; throws `invalid-module`. */
export function createProjecting(options: ProjectingOptions): Projecting {
  const { store, catalogue, checkpoints, sources, onFault, onComplete = () => undefined } = options;
  const { facts = 32, bytesPerByte = 2, unsettledShare = 0.001, logShare = 0.25 } = checkpoints || {};
  const { bytesMin = 16 * 2 ** 20, heldBytesMax = 64 * 2 ** 20 } = checkpoints || {};
  const spacing = { facts, bytesPerByte };
  const lateness = createLateness(unsettledShare);
  const held = createHeldStates(heldBytesMax);
  const laying = createLaying(store, spacing);
  const builds = createBuilds({
    store,
    fingerprintOf: (projection) => fingerprintOf(projection, catalogue, sources),
    lateness,
    held,
    laying,
  });
  const served = createServed(
    options.projections,
    (projection) => builds.of(projection)?.isComplete === true,
  );
  const upkeep =
    checkpoints === false || !store.projections.isWritable()
      ? undefined
      : createUpkeep({
          store,
          projections: served.kept,
          names: served.names,
          builds,
          laying,
          lateness,
          held,
          spacing,
          elapsedMs: () => performance.now(),
          bytesMax: () => Math.max(bytesMin, store.bytes() * logShare),
          onFault,
          onComplete,
        });
  const bring = upkeep?.bring ?? (checkpoints === false ? nothingSaved : reachedBy(builds));
  return { served, builds, upkeep, states: createStates({ store, held, bring }) };
}

async function nothingSaved(): Promise<undefined> {
  return undefined;
}

/** Another process keeps the builds: one is used as far as it has come. */
function reachedBy(builds: Builds) {
  return async (projection: Projection, position: number): Promise<Build | undefined> => {
    const build = builds.of(projection);
    return build !== undefined && build.position >= position ? build : undefined;
  };
}
