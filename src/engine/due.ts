import type { ResolvedMoment } from '../domain/moment.ts';
import type { EventLog } from '../store/port.ts';

/** When something is due next, of one position, from one instant of `asOf` on. */
interface Found {
  readonly kind: string;
  readonly position: number;
  readonly fromMs: number;
  readonly dueAt: number;
}

/** What was found lately, by the log: all who follow one ask the same. A position stays as it is. */
const foundLately = new WeakMap<EventLog, Found[]>();
const foundMax = 16;

/**
 * Returns when the clock next changes a history that moves with it: when a fact that is dated ahead begins, or, with only what
 * is certain, has begun for certain. Milliseconds of the Unix epoch; Infinity when nothing is awaited.
 */
export function nextDueAt(store: EventLog, moment: ResolvedMoment, withRetracted: boolean): number {
  const { position, asOf, certainty } = moment;
  const kind = `${certainty} ${withRetracted}`;
  const found = foundLately.get(store) ?? [];
  const known = found.find(
    (one) => one.position === position && one.kind === kind && one.fromMs <= asOf && asOf < one.dueAt,
  );
  if (known !== undefined) return known.dueAt;
  // What is asked of a position next is most often asked from when it was recorded on.
  const fromMs = Math.min(asOf, moment.knownAt ?? asOf);
  const dueAt = dueAfter(store, { ...moment, asOf: fromMs }, withRetracted);
  foundLately.set(store, [...found.slice(1 - foundMax), { kind, position, fromMs, dueAt }]);
  return dueAt > asOf ? dueAt : dueAfter(store, moment, withRetracted);
}

function dueAfter(
  store: EventLog,
  { position, asOf, certainty }: ResolvedMoment,
  withRetracted: boolean,
): number {
  const [next] = store.history({
    position,
    asOf: Number.MAX_SAFE_INTEGER,
    certainty: 'possible',
    withRetracted,
    order: 'oldest-first',
    after: { from: asOf, position: Number.MAX_SAFE_INTEGER },
    limit: 1,
  });
  const begins = next?.when.from ?? Number.POSITIVE_INFINITY;
  if (certainty === 'possible') return begins;
  return store
    .spanning(position, asOf, withRetracted)
    .reduce((first, { when }) => (when.fromLatest > asOf ? Math.min(first, when.fromLatest) : first), begins);
}
