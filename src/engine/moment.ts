import { TimelineError } from '../domain/errors.ts';
import { maxInstantMs, minInstantMs, parseInstant } from '../domain/instant.ts';
import type { Moment, ResolvedMoment } from '../domain/moment.ts';
import type { EventLog } from '../store/port.ts';

/** What a moment is resolved against. */
export interface MomentOptions {
  readonly store: EventLog;
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** How long to wait for a position that the log has not reached, in milliseconds. */
  readonly waitMsMax: number;
}

/**
 * Resolves a moment against the clock and the log, so that nothing in it is open any more.
 *
 * Waits for `minPosition`, and for a `knownAt` given as a position, for a bounded time. Throws `invalid-moment`, or
 * `position-not-reached` when the log has not come that far by then.
 */
export async function resolveMoment(options: MomentOptions, moment: Moment): Promise<ResolvedMoment> {
  const { store } = options;
  const { asOf, knownAt, certainty = 'possible', minPosition = 0 } = moment;
  if (certainty !== 'possible' && certainty !== 'certain')
    throw new TimelineError('invalid-moment', 'certainty is neither "possible" nor "certain"', {
      parameter: 'certainty',
    });
  const known = knownAt === undefined || knownAt === 'now' ? undefined : readKnownAt(knownAt);
  await waitFor(options, Math.max(checkPosition(minPosition, 'minPosition'), known?.position ?? 0));
  const resolvedAsOf = asOf === undefined || asOf === 'now' ? options.clock() : readInstant(asOf, 'asOf');
  if (known?.instant !== undefined) {
    const { position, instant } = store.positionAt(known.instant);
    return { asOf: resolvedAsOf, knownAt: instant, position, certainty };
  }
  const position = known?.position ?? store.head().position;
  return { asOf: resolvedAsOf, knownAt: store.recordedAtOf(position), position, certainty };
}

function readKnownAt(knownAt: string | number): { readonly position?: number; readonly instant?: number } {
  if (typeof knownAt === 'number') return { position: checkPosition(knownAt, 'knownAt') };
  if (/^\d+$/.test(knownAt)) return { position: checkPosition(Number(knownAt), 'knownAt') };
  return { instant: readInstant(knownAt, 'knownAt') };
}

function readInstant(value: string | number, parameter: string): number {
  if (typeof value === 'number') {
    if (Number.isInteger(value) && value >= minInstantMs && value <= maxInstantMs) return value;
    throw new TimelineError(
      'invalid-moment',
      `${parameter} is not a whole number of milliseconds of the Unix epoch`,
      { parameter },
    );
  }
  try {
    return parseInstant(value);
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    throw new TimelineError(
      'invalid-moment',
      `${parameter}: ${error.message}`,
      { ...error.facts, parameter },
      error,
    );
  }
}

function checkPosition(position: number, parameter: string): number {
  if (Number.isSafeInteger(position) && position >= 0) return position;
  throw new TimelineError('invalid-moment', `${parameter} is not a position: a whole number from 0`, {
    parameter,
  });
}

async function waitFor({ store, waitMsMax }: MomentOptions, position: number): Promise<void> {
  if (store.head().position >= position) return;
  // A timer of our own: that of `AbortSignal.timeout` does not keep a program alive that waits for nothing else.
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), waitMsMax);
  await store.reached(position, patience.signal).finally(() => clearTimeout(timer));
  const head = store.head().position;
  if (head < position)
    throw new TimelineError(
      'position-not-reached',
      `The log is at position ${head}, not yet at ${position}`,
      {
        position,
        head,
      },
    );
}
