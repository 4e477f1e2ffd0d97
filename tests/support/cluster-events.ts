import type { RequestNote } from '../../src/domain/audit.ts';
import type { Json } from '../../src/domain/json.ts';
import type { PreparedEvent } from '../../src/domain/prepare.ts';
import { importEndedType, logCreatedType } from '../../src/store/kurrentdb/control.ts';
import { writeEnvelope } from '../../src/store/kurrentdb/envelope.ts';
import type { Envelope, ImportedAs } from '../../src/store/kurrentdb/envelope.ts';
import type { ClusterEvent } from '../../src/store/kurrentdb/parts.ts';
import { wireIdMadeOf, wireIdOf } from '../../src/store/wire-id.ts';

/** What an event says beside the event that it records. */
export interface WrittenWith {
  /** Names the append; a new name for each when left out. */
  readonly append?: string | undefined;
  readonly note?: RequestNote | undefined;
  /** Milliseconds of the Unix epoch. */
  readonly recordedAt?: number | undefined;
  /** The cluster's clock, in milliseconds of the Unix epoch. */
  readonly created?: number | undefined;
}

/** Writes `$all` of a cluster by hand: every event is kept, with the place and the revision that the cluster gives it. */
export interface ClusterLog {
  readonly events: readonly ClusterEvent[];
  /** Writes the events of an append; of those from `from` on and before `to` only, where that is said. Returns its name. */
  append(
    stream: string,
    events: readonly PreparedEvent[],
    options?: WrittenWith & { readonly from?: number; readonly to?: number },
  ): string;
  /** Writes an event of an import. */
  stage(
    stream: string,
    event: PreparedEvent,
    imported: ImportedAs,
    options?: WrittenWith & { readonly wireId?: string },
  ): void;
  /** Writes the end of an import. */
  end(imported: string, events: number, by?: string): void;
  /** Writes the event that names the log. */
  create(log: string): void;
  /** Writes any event, to a stream by its name in the cluster. */
  write(stream: string, event: Partial<Omit<ClusterEvent, 'revision'>>): void;
  /** Takes the next revision of a stream without an event, as if that was gone. */
  skip(stream: string): void;
}

/** When the events of a log by hand were created, unless it is said: milliseconds of the Unix epoch. */
export const createdMs = Date.UTC(2025, 6, 3, 12);

/** Returns a UUID that is the same for the same name. */
export function namedId(name: string): string {
  return wireIdMadeOf(`test ${name}`);
}

/** Begins a log by hand whose streams have a prefix. */
export function createClusterLog(prefix = ''): ClusterLog {
  const events: ClusterEvent[] = [];
  const revisions = new Map<string, number>();
  let appends = 0;

  const nextRevision = (stream: string): number => {
    const revision = (revisions.get(stream) ?? -1) + 1;
    revisions.set(stream, revision);
    return revision;
  };
  const write: ClusterLog['write'] = (stream, event) => {
    // Places have gaps, and of one commit there may be several.
    const at = BigInt(events.length * 100 + 7);
    events.push({
      position: { commit: at, prepare: at },
      stream,
      wireId: namedId(`${events.length}`),
      type: 'ThingSeen',
      data: undefined,
      metadata: undefined,
      created: createdMs,
      ...event,
      // The last there can be, which no number of JavaScript is.
      revision: event.type === '$streamDeleted' ? 2 ** 63 : nextRevision(stream),
    });
  };
  const writeOne = (
    stream: string,
    event: PreparedEvent,
    envelope: Pick<Envelope, 'append' | 'index' | 'of' | 'note' | 'import'>,
    { recordedAt = createdMs, created = createdMs }: WrittenWith,
    wireId = wireIdOf(event.id),
  ): void => {
    const { id, type, data, occurred, schemaVersion, causationId, correlationId } = event;
    const metadata = writeEnvelope(wireId, {
      eventId: id,
      occurred,
      schemaVersion,
      recordedAt,
      ...(causationId === undefined ? {} : { causationId }),
      ...(correlationId === undefined ? {} : { correlationId }),
      ...envelope,
    });
    write(`${prefix}${stream}`, { wireId, type, data: parsed(data), metadata: parsed(metadata), created });
  };
  return {
    events,
    append(stream, prepared, { from = 0, to = prepared.length, note, ...options } = {}) {
      const { append = namedId(`append ${(appends += 1)}`) } = options;
      for (const [index, event] of prepared.slice(from, to).entries())
        writeOne(
          stream,
          event,
          {
            append,
            index: from + index,
            of: prepared.length,
            ...(note === undefined || from + index > 0 ? {} : { note }),
          },
          options,
        );
      return append;
    },
    stage(
      stream,
      event,
      imported,
      { wireId = namedId(`${imported.id} ${imported.number}`), ...options } = {},
    ) {
      writeOne(stream, event, { append: wireId, index: 0, of: 1, import: imported }, options, wireId);
    },
    end(imported, count, by) {
      const data = { import: imported, events: count, ...(by === undefined ? {} : { by }) };
      write(`${prefix}asof-log`, { type: importEndedType, data });
    },
    create: (log) => write(`${prefix}asof-log`, { type: logCreatedType, data: { log } }),
    write,
    skip: (stream) => void nextRevision(`${prefix}${stream}`),
  };
}

/** As it comes out of the bytes of the cluster. */
function parsed(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}
