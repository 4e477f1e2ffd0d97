import type { Catalogue } from '../../../domain/catalogue.ts';
import type { PreparedEvent } from '../../../domain/prepare.ts';
import type { AppendRequest } from '../../port.ts';
import type { Restate } from '../../recorder.ts';
import { recordAppend, restating } from '../../recorder.ts';
import { sqliteCodeOf } from '../../sqlite/errors.ts';
import type { PlannedAppend } from '../parts.ts';
import type { RecordingTarget } from './record-batch.ts';
import type { Transactions } from './transactions.ts';

/** What planning needs. */
export interface PlanningOptions {
  readonly catalogue: Catalogue;
  readonly recording: RecordingTarget;
  readonly transactions: Transactions;
  /** The last revision of a stream as the cluster counts, by the name that the log has for the stream. */
  clusterRevisionOf(stream: string): number | undefined;
  stamp(): number;
}

/**
 * Works out what appends come to when they are recorded one after the other, and keeps nothing of it.
 *
 * What is refused or repeated would be so without those before it that are still to be written, too: otherwise it is planned later.
 */
export function planGroup(
  options: PlanningOptions,
  requests: readonly AppendRequest[],
): readonly PlannedAppend[] {
  const { transactions } = options;
  const together = transactions.tryOut(() => planInOrder(options, requests));
  const first = together.findIndex(({ kind }) => kind === 'to-write');
  if (first === -1) return together;
  return together.map((planned, index) => {
    const request = requests[index];
    if (request === undefined || planned.kind === 'to-write' || index < first) return planned;
    const [byItself] = transactions.tryOut(() => planInOrder(options, [request]));
    return byItself === undefined || byItself.kind === 'to-write' ? { kind: 'later' } : byItself;
  });
}

function planInOrder(options: PlanningOptions, requests: readonly AppendRequest[]): readonly PlannedAppend[] {
  const recordedAt = options.stamp();
  /** Revisions that streams have in the cluster when what is planned was written. */
  const planned = new Map<string, number>();
  return requests.map((request): PlannedAppend => {
    try {
      return planOne(options, request, recordedAt, planned);
    } catch (error) {
      if (sqliteCodeOf(error) !== undefined) throw error;
      return { kind: 'refused', error };
    }
  });
}

function planOne(
  { catalogue, recording, clusterRevisionOf }: PlanningOptions,
  request: AppendRequest,
  recordedAt: number,
  planned: Map<string, number>,
): PlannedAppend {
  const { tables, end } = recording;
  const { restate, asRestated } = noting(restating(catalogue));
  const place = () => ({ position: end().position + 1, recordedAt });
  const result = recording.alone(() => recordAppend(tables, restate, request, place));
  if (result.repeated) return { kind: 'repeated', result };
  const { stream, events } = request;
  const revision = planned.get(stream) ?? clusterRevisionOf(stream);
  planned.set(stream, (revision ?? -1) + events.length);
  const expected = request.expected === 'any' ? 'any' : (revision ?? 'none');
  return { kind: 'to-write', events: events.map(asRestated), expected };
}

/** Notes what events were completed to. */
export function noting(restate: Restate): {
  readonly restate: Restate;
  asRestated(event: PreparedEvent): PreparedEvent;
} {
  const noted = new Map<PreparedEvent, PreparedEvent>();
  return {
    restate(event, factType, isRetracted) {
      const restated = restate(event, factType, isRetracted);
      noted.set(event, restated);
      return restated;
    },
    asRestated: (event) => noted.get(event) ?? event,
  };
}
