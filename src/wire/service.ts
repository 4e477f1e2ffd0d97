import type { Metadata } from '@grpc/grpc-js';

import type { EventLog } from '../store/port.ts';
import type { WireCaller } from './access.ts';
import type { AppendOutcome, WireAppend } from './appending.ts';
import type { DeleteOutcome, WireDelete } from './deleting.ts';

/** What the wire needs of a store. */
export type WireLog = Pick<EventLog, 'append' | 'event' | 'readStream' | 'readLog' | 'head' | 'reached'>;

/** What the methods of the endpoint are made of. */
export interface WireService {
  readonly log: WireLog;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** Most bytes of one append. */
  readonly appendBytesMax: number;
  /** Counts a read in, and returns what counts it out; throws the status of one too many. */
  beginRead(): () => void;
  /** Aborts when the endpoint closes. */
  readonly closing: AbortSignal;
  /** Finds out who makes a call; throws the status of one who must show a token. */
  callerOf(metadata: Metadata): WireCaller;
  /** Hears of what is no fault of the client: a bug, or something that the store cannot do now. */
  onFailure(error: unknown): void;
  append(request: WireAppend): Promise<AppendOutcome>;
  delete(request: WireDelete): Promise<DeleteOutcome>;
}
