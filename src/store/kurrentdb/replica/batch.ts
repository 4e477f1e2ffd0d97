import { TimelineError } from '../../../domain/errors.ts';
import type { PreparedEvent } from '../../../domain/prepare.ts';
import type { Envelope } from '../envelope.ts';
import type { ClusterEvent } from '../parts.ts';

/** One event of a batch, with what it records or why it cannot be recorded. */
export interface BatchPart {
  /** Without its data and metadata. */
  readonly cluster: ClusterEvent;
  readonly envelope: Envelope;
  readonly event: PreparedEvent | undefined;
  readonly fault: TimelineError | undefined;
}

/** The events of one append, as far as they have come in. */
export interface Batch {
  /** By its own name, without the prefix. */
  readonly stream: string;
  readonly parts: readonly [BatchPart, ...BatchPart[]];
  /** How long the texts of their data are together, in characters. */
  readonly characters: number;
}

/**
 * Most characters of data that are held of a batch that has not come in whole; an append has far fewer. It is the same on every node, for
 * what is parked follows from it.
 */
const charactersMax = 16 * 1_048_576;

/** Returns a batch with the event that comes next in it; undefined when that is not its next one. With no batch it is the first of one. */
export function joinBatch(batch: Batch | undefined, stream: string, part: BatchPart): Batch | undefined {
  const { append, index, of } = part.envelope;
  const characters = (batch?.characters ?? 0) + (part.event?.dataText.length ?? 0);
  if (batch === undefined) return index === 0 ? { stream, parts: [part], characters } : undefined;
  const first = batch.parts[0].envelope;
  const isNext = append === first.append && of === first.of && index === batch.parts.length;
  return isNext && stream === batch.stream
    ? { stream, parts: [...batch.parts, part], characters }
    : undefined;
}

/** Returns whether all events of a batch have come in. */
export function isWhole({ parts }: Batch): boolean {
  return parts.length === parts[0].envelope.of;
}

/** Returns whether more has come in of a batch than is held. */
export function isTooLarge({ characters }: Batch): boolean {
  return characters > charactersMax;
}

/** Returns the error of a batch of which only the first events stand one after the other, or are too large together. */
export function cutError(batch: Batch): TimelineError {
  const { append, of } = batch.parts[0].envelope;
  const some = `${batch.parts.length} of its ${of} events`;
  const why = isTooLarge(batch)
    ? `${some} have more than ${charactersMax} characters of data`
    : `${some} stand one after the other`;
  return new TimelineError('invalid-event', `Append ${append} was cut: ${why}`);
}

/** Returns the error of an event that does not follow on those of its append that stand before it. */
export function strayError({ append, index, of }: Envelope): TimelineError {
  return new TimelineError(
    'invalid-event',
    `It is event ${index + 1} of the ${of} of append ${append}, and does not follow on the one before`,
  );
}
