import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import type { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb.js';

import { TimelineError } from '../domain/errors.ts';
import type { WireExpected } from './appending.ts';
import { decodeUtf8 } from './kept-bytes.ts';
import type { Proposal } from './proposal.ts';
import { propertyMissing } from './status.ts';
import { logNameOf } from './stream-name.ts';

/** Reads the name of a stream; throws `invalid-request`, and `invalid-stream` for one that is too long. */
export function readStreamName(identifier: StreamIdentifier | undefined): string {
  const name = identifier === undefined ? undefined : decodeUtf8(identifier.getStreamName_asU8());
  if (name !== undefined && name !== '') {
    logNameOf(name);
    return name;
  }
  throw new TimelineError(
    'invalid-request',
    identifier === undefined ? 'The request names no stream' : 'A stream has a name, in UTF-8',
  );
}

/** Writes the name of a stream. */
export function streamIdentifier(name: string): StreamIdentifier {
  return new sharedPb.StreamIdentifier().setStreamName(Buffer.from(name, 'utf8'));
}

/** Writes a UUID as text. */
export function idMessage(id: string): UUID {
  return new sharedPb.UUID().setString(id);
}

/** Writes a UUID as two numbers of 64 bits: how a server answers the correlation ids of a batch. */
export function structuredIdMessage(id: string): UUID {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  const message = new sharedPb.UUID.Structured()
    .setMostSignificantBits(String(bytes.readBigInt64BE(0)))
    .setLeastSignificantBits(String(bytes.readBigInt64BE(8)));
  return new sharedPb.UUID().setStructured(message);
}

/** What the requests that expect something of a stream have in common. */
export interface Expecting {
  hasAny(): boolean;
  hasNoStream(): boolean;
  hasStreamExists(): boolean;
}

/** Reads what is expected of a stream; `revision` is undefined where none is given. Throws `invalid-request` when nothing is said. */
export function readExpected(options: Expecting, revision: string | undefined): WireExpected {
  if (revision !== undefined) return { kind: 'revision', revision };
  if (options.hasAny()) return { kind: 'any' };
  if (options.hasNoStream()) return { kind: 'none' };
  if (options.hasStreamExists()) return { kind: 'exists' };
  throw new TimelineError('invalid-request', 'The request does not say what it expects of the stream');
}

/** What the messages that propose an event have in common. */
export interface ProposedMessage {
  getId(): UUID | undefined;
  getMetadataMap(): { get(name: string): string | undefined };
  getCustomMetadata_asU8(): Uint8Array;
  getData_asU8(): Uint8Array;
}

/** Reads an event that is proposed; `id` is what `readWireId` made of its id. Throws the status of a property that is missing. */
export function readProposal(message: ProposedMessage, id: string): Proposal {
  const properties = message.getMetadataMap();
  const property = (name: string): string => {
    const value = properties.get(name);
    if (value === undefined || value === '') throw propertyMissing(name);
    return value;
  };
  return {
    id,
    type: property('type'),
    contentType: property('content-type'),
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

/** Returns how many bytes an event that is proposed counts for. */
export function bytesOfProposal({ type, contentType, data, metadata }: Proposal): number {
  return type.length + contentType.length + data.length + metadata.length;
}

/** Most events that one append takes. */
export const eventsMax = 10_000;

/** Throws `invalid-request` for more events than one append takes. */
export function checkCount(events: number): void {
  if (events > eventsMax)
    throw new TimelineError('invalid-request', `An append takes at most ${eventsMax} events`);
}
