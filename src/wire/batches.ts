import type { BatchAppendReq } from '@eventstore/db-client/generated/streams_pb.js';
import { status } from '@grpc/grpc-js';

import type { WireCaller } from './access.ts';
import type { WireAppend } from './appending.ts';
import { readWireId } from './event-id.ts';
import {
  bytesOfProposal,
  checkCount,
  eventsMax,
  readExpected,
  readProposal,
  readStreamName,
} from './messages.ts';
import type { Proposal } from './proposal.ts';
import { appendTooLarge, wireError } from './status.ts';

/** An append that comes in parts. */
export interface Batch extends WireAppend {
  readonly caller: WireCaller;
  readonly events: Proposal[];
  /** Milliseconds of the Unix epoch; undefined where it may take as long as it takes. */
  readonly deadlineMs: number | undefined;
  bytes: number;
}

/** What came of a part: nothing yet, an append that is whole, or one that is refused, whose other parts are let pass. */
export type Taken =
  | { readonly kind: 'partial' }
  | { readonly kind: 'whole'; readonly batch: Batch }
  | { readonly kind: 'refused'; readonly stream: string; readonly error: unknown };

/** The appends of one call that have not come in whole. */
export interface Batches {
  /** Takes one part in; throws the status of a call that keeps too much open. */
  take(id: string, request: BatchAppendReq): Taken;
  /** Gives up the appends that are not whole by an instant (milliseconds of the Unix epoch), and returns their ids and streams. */
  overdue(now: number): readonly { readonly id: string; readonly stream: string }[];
}

/** Collects the parts of appends of at most so many bytes each; who makes them is found out for each when it begins and when it is whole, for access may be revoked. */
export function createBatches(callerNow: () => WireCaller, appendBytesMax: number): Batches {
  const open = new Map<string, Batch>();
  const refused = new Set<string>();
  let bytesOpen = 0;
  let eventsOpen = 0;

  const close = (id: string): void => {
    const { bytes = 0, events = [] } = open.get(id) ?? {};
    bytesOpen -= bytes;
    eventsOpen -= events.length;
    open.delete(id);
  };

  function begin(id: string, request: BatchAppendReq): Batch | undefined {
    const options = request.getOptions();
    if (options === undefined) return undefined;
    const stream = readStreamName(options.getStreamIdentifier());
    const caller = callerNow();
    caller.mayAppendTo(stream);
    const expected = readExpected(
      options,
      options.hasStreamPosition() ? options.getStreamPosition() : undefined,
    );
    const batch = {
      caller,
      by: caller.by,
      stream,
      expected,
      events: [],
      deadlineMs: options.getDeadline()?.toDate().getTime(),
      bytes: 0,
    };
    open.set(id, batch);
    return batch;
  }

  function add(batch: Batch, request: BatchAppendReq): void {
    for (const message of request.getProposedMessagesList()) {
      const proposal = readProposal(message, readWireId(message.getId(), 'The id of an event'));
      batch.caller.mayAppend(proposal.type);
      batch.events.push(proposal);
      batch.bytes += bytesOfProposal(proposal);
      bytesOpen += bytesOfProposal(proposal);
      eventsOpen += 1;
    }
    if (batch.bytes > appendBytesMax) throw appendTooLarge(appendBytesMax);
    checkCount(batch.events.length);
  }

  function taken(id: string, request: BatchAppendReq): Taken {
    const begun = open.get(id);
    const batch = begun ?? begin(id, request);
    if (batch === undefined) return { kind: 'partial' };
    add(batch, request);
    if (!request.getIsFinal()) return { kind: 'partial' };
    if (begun !== undefined) callerNow();
    close(id);
    return { kind: 'whole', batch };
  }

  return {
    take(id, request) {
      if (refused.has(id)) {
        if (request.getIsFinal()) refused.delete(id);
        return { kind: 'partial' };
      }
      const isFull = bytesOpen > openFactor * appendBytesMax || eventsOpen > openFactor * eventsMax;
      if (isFull || open.size + refused.size >= batchesMax)
        throw wireError(status.RESOURCE_EXHAUSTED, 'Too many appends are open that have not come in whole');
      try {
        return taken(id, request);
      } catch (error) {
        const stream = open.get(id)?.stream ?? namedIn(request);
        close(id);
        if (!request.getIsFinal()) refused.add(id);
        return { kind: 'refused', stream, error };
      }
    },
    overdue(now) {
      const late = [...open].filter(([, { deadlineMs = now + 1 }]) => deadlineMs <= now);
      for (const [id] of late) {
        close(id);
        refused.add(id);
      }
      return late.map(([id, { stream }]) => ({ id, stream }));
    },
  };
}

/** Most appends of a call that have not come in whole, and how many times the bytes and the events of the largest append they may have. */
const batchesMax = 1000;
const openFactor = 8;

function namedIn(request: BatchAppendReq): string {
  const bytes = request.getOptions()?.getStreamIdentifier()?.getStreamName_asU8() ?? new Uint8Array();
  return Buffer.from(bytes).toString('utf8');
}
