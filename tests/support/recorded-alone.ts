import type { RequestNote } from '../../src/domain/audit.ts';
import { TimelineError } from '../../src/domain/errors.ts';
import type { PreparedEvent } from '../../src/domain/prepare.ts';
import { prepareEvent } from '../../src/domain/prepare.ts';
import type { ClusterEvent } from '../../src/store/kurrentdb/parts.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { EventLog } from '../../src/store/port.ts';
import { catalogues, scriptPrefix } from './cluster-scripts.ts';

/** What an append says that stands in a cluster, read without the code under test. */
interface Written {
  readonly occurred: string;
  readonly schemaVersion: number;
  readonly asof: {
    readonly id?: string;
    readonly recordedAt: string;
    readonly index: number;
    readonly note?: RequestNote;
  };
}

/** Records the appends of a cluster in a log in memory, with the codes of the errors of those that fail, one for each event. */
export async function recordedAlone(events: readonly ClusterEvent[]): Promise<{
  readonly log: EventLog;
  readonly errors: readonly string[];
}> {
  let nowMs = 0;
  const log = openMemoryStore({ catalogue: catalogues.more, clock: () => nowMs });
  const errors: string[] = [];
  const batches: ClusterEvent[][] = [];
  for (const event of events.slice(1)) {
    if (writtenIn(event).asof.index === 0) batches.push([]);
    batches.at(-1)?.push(event);
  }
  for (const batch of batches) {
    const [first] = batch;
    if (first === undefined) continue;
    const { recordedAt, note } = writtenIn(first).asof;
    const stampMs = Date.parse(recordedAt);
    nowMs = stampMs > first.created + 60_000 ? first.created : stampMs;
    const request = {
      stream: first.stream.slice(scriptPrefix.length),
      expected: 'any' as const,
      events: batch.map(preparedIn),
      ...(note === undefined ? {} : { note }),
    };
    const code = await codeOf(log.append(request));
    if (code !== undefined) errors.push(...batch.map(() => code));
  }
  return { log, errors };
}

function writtenIn({ metadata }: ClusterEvent): Written {
  return metadata as unknown as Written;
}

function preparedIn(event: ClusterEvent): PreparedEvent {
  const { occurred, schemaVersion, asof } = writtenIn(event);
  const { type, data, wireId } = event;
  return prepareEvent(
    catalogues.more,
    { id: asof.id ?? wireId, type, data, occurred, schemaVersion },
    () => 'unused',
  );
}

async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof TimelineError) return error.code;
    throw error;
  }
}
