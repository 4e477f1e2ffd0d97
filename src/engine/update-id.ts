import { TimelineError } from '../domain/errors.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { EventLog } from '../store/port.ts';
import { nextDueAt } from './due.ts';

/** What somebody has seen of a subscription: everything up to a position. */
export interface Seen {
  readonly position: number;
  /** As of when, in milliseconds of the Unix epoch; absent where nothing that is dated ahead makes it matter. */
  readonly asOf?: number;
  /** The version of the projection; absent for version 1. */
  readonly version?: number;
}

/** Writes down what was seen: the position; then, where they matter, `v` and the version, and `@` and the instant. */
export function writeUpdateId({ position, asOf, version = 1 }: Seen): string {
  return `${position}${version === 1 ? '' : `v${version}`}${asOf === undefined ? '' : `@${asOf}`}`;
}

/** Reads what `writeUpdateId` wrote, or a position; throws `invalid-request`. */
export function readUpdateId(after: string | number): Seen {
  const text = String(after).trim();
  const [, position, version, asOf] = /^(\d{1,16})(?:v(\d{1,9}))?(?:@(-?\d{1,16}))?$/.exec(text) ?? [];
  const seen = {
    position: Number(position),
    ...(version === undefined ? {} : { version: Number(version) }),
    ...(asOf === undefined ? {} : { asOf: Number(asOf) }),
  };
  if (position !== undefined && Object.values(seen).every(Number.isSafeInteger)) return seen;
  throw new TimelineError(
    'invalid-request',
    `${JSON.stringify(text.slice(0, 80))} is neither a position nor the id of an update`,
    { parameter: 'after' },
  );
}

/** Writes the id of an update: of the state as of a moment, of a version. */
export type IdWriter = (moment: ResolvedMoment, version: number) => string;

/** Creates the writer of ids for a subscription; `isNow` when its `asOf` moves with the clock. */
export function createIdWriter(store: EventLog, isNow: boolean): IdWriter {
  return (moment, version) => {
    const { position, asOf } = moment;
    return writeUpdateId({ position, version, ...(isNow && isInstantNeeded(store, moment) ? { asOf } : {}) });
  };
}

/** Only what is dated ahead makes states of one position differ while the clock goes on: the position alone does not say which was seen. */
function isInstantNeeded(store: EventLog, moment: ResolvedMoment): boolean {
  const asOf = Math.min(moment.asOf, moment.knownAt ?? moment.asOf);
  return nextDueAt(store, { ...moment, asOf }, true) < Number.POSITIVE_INFINITY;
}

/**
 * Returns the moment of the state that was seen in a subscription; undefined when its `asOf` moves with the clock (`isNow`) and the
 * position alone does not say which state it was.
 */
export function momentSeen(
  store: EventLog,
  { position, asOf }: Seen,
  now: ResolvedMoment,
  isNow: boolean,
): ResolvedMoment | undefined {
  const knownAt = store.recordedAtOf(position);
  const seen = { ...now, position, knownAt };
  if (!isNow) return seen;
  if (asOf !== undefined) return { ...seen, asOf };
  if (knownAt === null) return seen;
  const recorded = { ...seen, asOf: knownAt };
  return nextDueAt(store, recorded, true) <= now.asOf ? undefined : recorded;
}
