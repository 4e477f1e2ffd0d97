import { z } from 'zod';

import type { Catalogue } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { NewEvent } from '../domain/event.ts';
import { foreignTypeName } from '../domain/events/foreign.ts';
import { appendPointer, parseJson } from '../domain/json.ts';
import { isWireId, wireIdOf } from './event-id.ts';
import { decodeUtf8, keepBytes } from './kept-bytes.ts';
import { checkMetadata } from './stream-metadata.ts';
import { linkType, metadataType, tombstoneType } from './system-types.ts';

/** An event that a client proposes to append. */
export interface Proposal {
  /** A UUID. */
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** What is taken of clients. */
export interface ProposalRules {
  readonly catalogue: Catalogue;
  /** Whether events of types that the catalogue does not have are kept. */
  readonly keepForeign: boolean;
  /** Whether every event is kept byte for byte, also those of types that the catalogue has, as a plain event store does. */
  readonly raw?: boolean;
}

/** Where a proposal came in: the stream by its name on the wire, and the occurred time of a foreign event, which has none of its own. */
export interface ProposalPlace {
  readonly stream: string;
  readonly occurredOf: (id: string) => string;
}

/**
 * Makes the event to append of a proposal: of a type that the catalogue has, the event itself; of any other, one that keeps it byte for byte.
 *
 * Throws `invalid-event`, `invalid-json` or `unknown-event-type`.
 */
export function eventOf(rules: ProposalRules, proposal: Proposal, place: ProposalPlace): NewEvent {
  const { type } = proposal;
  if (type === foreignTypeName) throw refused(proposal, onlyOurs);
  checkSystemType(proposal, place.stream);
  if (rules.catalogue.has(type)) return ownEvent(proposal);
  checkForeign(rules, proposal, place);
  return foreignEvent(proposal, place.occurredOf(proposal.id));
}

const onlyOurs = 'is a type that only Asof itself appends';

/** Throws `invalid-event` for a tombstone, which clients do not append, and for metadata of a stream that is none. */
export function checkSystemType(proposal: Proposal, stream: string): void {
  if (proposal.type === tombstoneType) throw refused(proposal, onlyOurs);
  if (isMetadata(proposal, stream)) checkMetadata(proposal.data);
}

function isMetadata({ type }: Proposal, stream: string): boolean {
  return type === metadataType && stream.startsWith('$$');
}

/** Makes the event that keeps a foreign one byte for byte. */
export function foreignEvent(proposal: Proposal, occurred: string): NewEvent {
  const { id, type, contentType, data, metadata } = proposal;
  return {
    id,
    type: foreignTypeName,
    occurred,
    data: {
      title: type,
      about: [],
      sources: [],
      inferred: ['occurred'],
      type,
      contentType,
      content: keepBytes(data),
      ...(metadata.length === 0 ? {} : { metadata: keepBytes(metadata) }),
    },
  };
}

const metadataSchema = z.strictObject({
  occurred: z.string(),
  schemaVersion: z.int().min(1).optional(),
  $correlationId: z.string().optional(),
  $causationId: z.string().optional(),
  eventId: z.string().optional(),
});

function ownEvent(proposal: Proposal): NewEvent {
  const { type, contentType } = proposal;
  if (contentType !== 'application/json')
    throw refused(proposal, `is to have the content type application/json, not ${contentType.slice(0, 80)}`);
  const checked = metadataSchema.safeParse(jsonOf(proposal, 'metadata'));
  if (!checked.success) throw metadataFault(proposal, checked.error);
  const { occurred, schemaVersion, $correlationId, $causationId, eventId } = checked.data;
  if (eventId !== undefined && (isWireId(eventId) || wireIdOf(eventId) !== proposal.id))
    throw refused(proposal, 'has an "eventId" in its metadata that its UUID was not made of');
  return {
    id: eventId ?? proposal.id,
    type,
    occurred,
    data: jsonOf(proposal, 'data'),
    ...(schemaVersion === undefined ? {} : { schemaVersion }),
    ...($correlationId === undefined ? {} : { correlationId: $correlationId }),
    ...($causationId === undefined ? {} : { causationId: $causationId }),
  };
}

function jsonOf(proposal: Proposal, part: 'data' | 'metadata'): unknown {
  const bytes = proposal[part];
  if (bytes.length === 0) return undefined;
  const text = decodeUtf8(bytes);
  if (text === undefined) throw refused(proposal, `has ${part} that is not UTF-8`);
  return parseJson(text);
}

function metadataFault(proposal: Proposal, error: z.ZodError): TimelineError {
  const issue = error.issues[0];
  const key = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
  const pointer = key === undefined ? '/metadata' : appendPointer('/metadata', String(key));
  const why =
    issue?.code === 'unrecognized_keys'
      ? 'is not kept for a type that Asof knows, and would be lost'
      : (issue?.message ?? 'is not valid');
  return new TimelineError('invalid-event', `${proposal.type} at ${pointer}: ${why}`, {
    eventType: proposal.type,
    pointer,
  });
}

function checkForeign({ keepForeign }: ProposalRules, proposal: Proposal, { stream }: ProposalPlace): void {
  const { type } = proposal;
  if (isMetadata(proposal, stream) || type === linkType || keepForeign) return;
  throw new TimelineError(
    'unknown-event-type',
    `There is no event type ${JSON.stringify(type.slice(0, 80))}, and this server was not started to keep foreign events`,
    { eventType: type.slice(0, 80) },
  );
}

function refused({ type }: Proposal, why: string): TimelineError {
  return new TimelineError('invalid-event', `${type} ${why}`, { eventType: type });
}
