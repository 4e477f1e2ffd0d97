import type { ResolvedMoment } from '../domain/moment.ts';
import type { EventLog } from '../store/port.ts';

/** Events that are gone over in one step where each of them may have to be told, or kept until all are. */
const eventsAStep = 1000;

/** Returns the moment to go to in one step on the way to another: at most so many events lie between. `asOf` is that of the end at once. */
export function towards(store: EventLog, from: ResolvedMoment, to: ResolvedMoment): ResolvedMoment {
  if (to.position - from.position <= eventsAStep) return to;
  const range = { after: from.position, through: to.position, limit: eventsAStep };
  const position = store.touches(range).at(-1)?.position ?? to.position;
  return position === to.position ? to : { ...to, position, knownAt: store.recordedAtOf(position) };
}
