import { randomUUID } from 'node:crypto';

import { formatInstant } from '../domain/instant.ts';
import { prepareEvent } from '../domain/prepare.ts';
import type { AppendingOptions, WireExpected } from './appending.ts';
import { noteBy } from './appending.ts';
import { foreignEvent } from './proposal.ts';
import { logNameOf, metastreamOf, subjectOf } from './stream-name.ts';
import type { StreamView } from './stream-view.ts';
import { viewOf } from './stream-view.ts';
import { endOfStream, metadataType, tombstoneType } from './system-types.ts';

/** A stream that a client deletes: softly, so that it may go on later, or for good. Either is an event; the log keeps everything. */
export interface WireDelete {
  /** By its name on the wire. */
  readonly stream: string;
  readonly expected: WireExpected;
  readonly forGood: boolean;
  /** Who deletes, for the audit trail; nothing is noted when left out. */
  readonly by?: string | undefined;
}

/** How a deletion ended. */
export type DeleteOutcome =
  | { readonly kind: 'deleted'; readonly position: number }
  | { readonly kind: 'not-as-expected'; readonly actual: number | undefined }
  | { readonly kind: 'ended' };

/** Deletes a stream by an event in the stream of its metadata, while nothing is appended to it over the wire. */
export async function deleteStream(options: AppendingOptions, request: WireDelete): Promise<DeleteOutcome> {
  const { stream } = request;
  return options.gates.alone(subjectOf(stream) ?? stream, async () => {
    const view = viewOf(options, stream);
    if (view.state === 'ended') return { kind: 'ended' };
    if (!isAsExpected(view, request.expected)) return { kind: 'not-as-expected', actual: view.last };
    return { kind: 'deleted', position: await recordDeletion(options, request) };
  });
}

function isAsExpected({ state, last, isDescribed }: StreamView, expected: WireExpected): boolean {
  switch (expected.kind) {
    case 'any':
      return true;
    case 'none':
      return state === 'absent';
    case 'exists':
      return state === 'present' || (last === undefined && isDescribed);
    case 'revision':
      return last === Number(expected.revision);
  }
}

async function recordDeletion(
  { log, catalogue, clock }: AppendingOptions,
  { stream, forGood, by }: WireDelete,
): Promise<number> {
  const id = randomUUID();
  const proposal = {
    id,
    type: forGood ? tombstoneType : metadataType,
    contentType: 'application/json',
    data: forGood ? Buffer.alloc(0) : Buffer.from(`{"$tb":${endOfStream}}`),
    metadata: Buffer.alloc(0),
  };
  const event = prepareEvent(catalogue, foreignEvent(proposal, formatInstant(clock())), () => id);
  const { events } = await log.append({
    stream: logNameOf(metastreamOf(stream)),
    expected: 'any',
    events: [event],
    ...noteBy(by),
  });
  return events[0]?.position ?? 0;
}
