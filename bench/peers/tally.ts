import type { PeerEvent } from './events.ts';

/** What every peer folds to: how many events there are, and the alerts of each place. */
export interface Tally {
  events: number;
  readonly places: Map<string, Alerts>;
}

/** The alerts of a place. */
export interface Alerts {
  started: number;
  ended: number;
  lastOccurred: string;
}

/** Returns a tally of nothing. */
export function emptyTally(): Tally {
  return { events: 0, places: new Map() };
}

/**
 * Counts one more event in a tally, and returns the tally.
 *
 * The order of events does not matter, since some peers have no order over all streams.
 */
export function evolve(tally: Tally, { type, data }: PeerEvent): Tally {
  const alerts = tally.places.get(data.place) ?? { started: 0, ended: 0, lastOccurred: '' };
  if (type === 'AlertStarted') alerts.started += 1;
  else alerts.ended += 1;
  if (data.occurred > alerts.lastOccurred) alerts.lastOccurred = data.occurred;
  tally.places.set(data.place, alerts);
  tally.events += 1;
  return tally;
}
