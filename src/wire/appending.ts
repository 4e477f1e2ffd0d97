import { TimelineError } from '../domain/errors.ts';
import { formatInstant } from '../domain/instant.ts';
import type { PreparedEvent } from '../domain/prepare.ts';
import { prepareEvent } from '../domain/prepare.ts';
import type { ExpectedRevision } from '../domain/stream.ts';
import type { AppendRequest, AppendResult, EventLog } from '../store/port.ts';
import type { Gates } from './gates.ts';
import type { Proposal, ProposalRules } from './proposal.ts';
import { eventOf } from './proposal.ts';
import { prepareRaw, rawRepeat } from './raw.ts';
import { logNameOf, subjectOf } from './stream-name.ts';
import type { StreamView } from './stream-view.ts';
import { hasMetadata, viewOf } from './stream-view.ts';

/** What a client expects of a stream; a revision is text, for it may be larger than numbers go. */
export type WireExpected =
  | { readonly kind: 'any' | 'none' | 'exists' }
  | { readonly kind: 'revision'; readonly revision: string };

/** How an append ended that was not refused for what it proposes. */
export type AppendOutcome =
  | {
      readonly kind: 'appended';
      /** The revision of its last event, or of the stream when it has none; undefined for a stream without events. */
      readonly revision: number | undefined;
      readonly position: number | undefined;
    }
  | { readonly kind: 'not-as-expected'; readonly actual: number | undefined }
  | { readonly kind: 'ended' };

/** What appending needs. */
export interface AppendingOptions extends ProposalRules {
  readonly log: Pick<EventLog, 'append' | 'event' | 'readStream'>;
  readonly clock: () => number;
  readonly gates: Gates;
}

/** What a client appends. */
export interface WireAppend {
  /** By its name on the wire. */
  readonly stream: string;
  readonly expected: WireExpected;
  readonly events: readonly Proposal[];
  /** Who appends, for the audit trail; nothing is noted when left out. */
  readonly by?: string | undefined;
}

/** Returns what the audit trail keeps of an append. */
export function noteBy(by: string | undefined): Pick<AppendRequest, 'note'> {
  return by === undefined ? {} : { note: { action: 'append', by } };
}

/**
 * Appends what a client proposes, all or none.
 *
 * Throws what a proposal or the log throws: `invalid-event`, `event-id-reused`, and those of the category `unavailable`.
 */
export async function appendProposals(
  options: AppendingOptions,
  request: WireAppend,
): Promise<AppendOutcome> {
  const subject = subjectOf(request.stream) ?? request.stream;
  return options.gates.shared(subject, async () => {
    const view = isPlain(options, request) ? undefined : viewOf(options, request.stream);
    if (view === undefined) return record(options, request, plainly(request.expected));
    if (view.state === 'ended') return { kind: 'ended' };
    const known = expectedOf(view, request.expected);
    if (known.kind !== 'expected') return known;
    return record(options, request, known.expected, view.last);
  });
}

/** Most streams have no metadata, and most appends need not know where their stream is: the log tells whether it is as expected. */
function isPlain(options: AppendingOptions, { stream, expected, events }: WireAppend): boolean {
  return expected.kind !== 'exists' && events.length > 0 && !hasMetadata(options, stream);
}

function plainly(expected: WireExpected): ExpectedRevision {
  if (expected.kind === 'none') return 'none';
  return expected.kind === 'revision' ? numberOf(expected.revision) : 'any';
}

/** Revisions that numbers cannot tell apart lie behind every stream. */
function numberOf(revision: string): number {
  return Math.min(Number(revision), Number.MAX_SAFE_INTEGER);
}

type Expected =
  | { readonly kind: 'expected'; readonly expected: ExpectedRevision }
  | Exclude<AppendOutcome, { readonly kind: 'appended' }>;

/** A stream that was deleted softly is as good as new, and goes on at its next revision. */
function expectedOf({ state, last, isDescribed }: StreamView, expected: WireExpected): Expected {
  switch (expected.kind) {
    case 'any':
    case 'revision':
      return { kind: 'expected', expected: plainly(expected) };
    case 'none':
      return { kind: 'expected', expected: state === 'absent' && last !== undefined ? last : 'none' };
    case 'exists':
      if (state === 'absent' && last !== undefined) return { kind: 'ended' };
      return state === 'absent' && !isDescribed
        ? { kind: 'not-as-expected', actual: last }
        : { kind: 'expected', expected: 'any' };
  }
}

async function record(
  options: AppendingOptions,
  request: WireAppend,
  expected: ExpectedRevision,
  last?: number,
): Promise<AppendOutcome> {
  const now = formatInstant(options.clock());
  const append = async (occurredOf: OccurredOf) =>
    options.log.append({
      stream: logNameOf(request.stream),
      expected,
      events: prepared(options, request, occurredOf),
      ...noteBy(request.by),
    });
  try {
    const { events } = await append(() => now).catch(async (error: unknown) =>
      isCode(error, 'event-id-reused') ? again(options, request, append) : Promise.reject(error),
    );
    const end = events.at(-1);
    return { kind: 'appended', revision: end?.revision ?? last, position: end?.position };
  } catch (error) {
    if (!isCode(error, 'wrong-expected-revision')) throw error;
    const { actualRevision } = error.facts;
    return {
      kind: 'not-as-expected',
      actual: typeof actualRevision === 'number' ? actualRevision : undefined,
    };
  }
}

/** Returns the occurred time to give a foreign event, which has none of its own. */
type OccurredOf = (id: string) => string;

/** Whoever tries again means the same event, not one of a later instant. */
async function again(
  { log, clock, raw }: AppendingOptions,
  { stream, events }: WireAppend,
  append: (occurredOf: OccurredOf) => Promise<AppendResult>,
): Promise<Pick<AppendResult, 'events'>> {
  const now = formatInstant(clock());
  if (raw !== true) return append((id) => log.event(id)?.occurred ?? now);
  const repeated = rawRepeat(log, stream, events);
  if (repeated !== undefined) return { events: repeated };
  // An event of another stream took an id a moment ago; the same append may be made a second time meanwhile.
  return append(() => now).catch((error: unknown) => {
    const meanwhile = isCode(error, 'event-id-reused') ? rawRepeat(log, stream, events) : undefined;
    if (meanwhile === undefined) throw error;
    return { events: meanwhile };
  });
}

function prepared(
  options: AppendingOptions,
  { stream, events }: WireAppend,
  occurredOf: OccurredOf,
): PreparedEvent[] {
  return events.map((proposal) => {
    if (options.raw === true)
      return prepareRaw(options.log, proposal, { stream, occurred: occurredOf(proposal.id) });
    const event = eventOf(options, proposal, { stream, occurredOf });
    return prepareEvent(options.catalogue, event, () => proposal.id);
  });
}

function isCode(error: unknown, code: TimelineError['code']): error is TimelineError {
  return error instanceof TimelineError && error.code === code;
}
