import { TimelineError } from '../../domain/errors.ts';
import { createPatience } from './patience.ts';
import type { Patience } from './patience.ts';
import { createPauses } from './pauses.ts';
import type { ProposedEvent } from './propose.ts';
import { bytesOfProposed } from './propose.ts';
import type { ClusterWrites, ProposedAppend } from './writes.ts';

/** Brings the events of an import to the cluster, where nothing comes of them before the import is ended. */
export interface Upload {
  /** Adds an event to a stream of the cluster; resolves when there is room for another. */
  add(stream: string, event: ProposedEvent): Promise<void>;
  /** Resolves when all that was added is in the cluster. */
  finish(): Promise<void>;
  /** Ends it, finished or not. */
  end(): void;
}

/** What uploading needs. */
export interface UploadOptions {
  readonly writes: ClusterWrites;
  /** How long nothing may be heard of the cluster while parts are under way, in milliseconds. */
  readonly deadlineMs: number;
  readonly random: () => number;
  readonly name: string;
}

/** Most bytes and events of one part, which goes to one stream; most bytes that wait to be parts, and most parts under way. */
const partMax = { bytes: 524_288, events: 1000 };
const heldBytesMax = 4 * 1_048_576;
const underWayMax = 16;

/** Creates an upload. What fits into memory is held until `finish`, so that an import that turns out wrong has written nothing. */
export function createUpload(options: UploadOptions): Upload {
  const held = new Map<string, ProposedEvent[]>();
  const underWay = new Set<Promise<void>>();
  const patience = createPatience(options.deadlineMs);
  let heldBytes = 0;
  let failure: { readonly error: unknown } | undefined;

  async function writePart(part: ProposedAppend): Promise<void> {
    while (underWay.size >= underWayMax) await Promise.race(underWay);
    throwIfFailed();
    if (underWay.size === 0) patience.heard();
    const writing = writeSurely(part, options, patience).catch((error: unknown) => {
      failure ??= { error };
    });
    underWay.add(writing);
    void writing.then(() => {
      underWay.delete(writing);
      if (underWay.size === 0) patience.rest();
    });
  }

  function throwIfFailed(): void {
    if (failure !== undefined) throw failure.error;
  }

  async function writeHeld(): Promise<void> {
    const parts = [...held].flatMap(([stream, events]) => partsOf(stream, events));
    held.clear();
    heldBytes = 0;
    for (const part of parts) await writePart(part);
  }

  return {
    async add(stream, event) {
      throwIfFailed();
      const events = held.get(stream) ?? [];
      events.push(event);
      held.set(stream, events);
      heldBytes += bytesOfProposed(event);
      if (heldBytes >= heldBytesMax) await writeHeld();
    },
    async finish() {
      await writeHeld();
      await Promise.all(underWay);
      throwIfFailed();
    },
    end: patience.end,
  };
}

/**
 * Writes something that the cluster knows again by its ids, until it is there.
 *
 * Throws `store-unreachable` when nothing was heard of the cluster for as long as `patience` goes, and what the cluster refuses it with.
 */
export async function writeSurely(
  append: ProposedAppend,
  { writes, deadlineMs, random, name }: UploadOptions,
  patience: Patience,
): Promise<void> {
  const pauses = createPauses(random, 1000);
  let why = 'it did not answer in time';
  while (!patience.isOver()) {
    const outcome = await Promise.race([writes.write(append), patience.over]);
    if (outcome === undefined) break;
    if (outcome.kind === 'written') return patience.heard();
    if (outcome.kind === 'refused') throw outcome.error;
    why = outcome.kind === 'unknown' ? outcome.why : 'it was not as expected';
    await pauses.next(patience.signal);
  }
  throw new TimelineError(
    'store-unreachable',
    `Events could not be brought to ${name}: nothing was heard of it for ${deadlineMs / 1000} s`,
    { store: name, stream: append.stream },
    why,
  );
}

function partsOf(stream: string, events: readonly ProposedEvent[]): readonly ProposedAppend[] {
  const parts: ProposedEvent[][] = [];
  let bytes = 0;
  for (const event of events) {
    const last = parts.at(-1);
    bytes += bytesOfProposed(event);
    if (last === undefined || last.length >= partMax.events || bytes > partMax.bytes) {
      parts.push([event]);
      bytes = bytesOfProposed(event);
    } else last.push(event);
  }
  return parts.map((part) => ({ stream, expected: 'any', events: part }));
}
