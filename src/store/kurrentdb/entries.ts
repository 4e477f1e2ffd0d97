import { TimelineError } from '../../domain/errors.ts';
import type { AppendRequest, AppendResult } from '../port.ts';

/** An append that somebody waits for. */
export interface Entry {
  readonly request: AppendRequest;
  /** The stream by its name in the cluster. */
  readonly stream: string;
  /** About how many bytes of data it has. */
  readonly bytes: number;
  /** Resolves when it is told how it came out. */
  readonly told: Promise<void>;
  isTold: boolean;
  /** Whether it may be in the cluster by now. */
  wasSent: boolean;
  /** What the cluster did with it the last time that the replica had not expected: it knew its ids, or was not at this revision. */
  surprise?: 'known' | 'any' | 'none' | number;
  /** How often it was not at the revision. */
  misses: number;
  resolve(result: AppendResult): void;
  reject(error: unknown): void;
}

/** How long an append may take, and what is said when it took longer. */
export interface Deadline {
  readonly ms: number;
  /** Returns whether time stands still: while an import is under way appends wait for it. */
  readonly isHeld: () => boolean;
  /** Returns why it takes so long, as a sentence, where that is known. */
  readonly why: () => string | undefined;
  readonly name: string;
}

/** Takes an append in: it is told how it came out by its deadline at the latest. */
export function createEntry(
  request: AppendRequest,
  stream: string,
  deadline: Deadline,
): { readonly entry: Entry; readonly outcome: Promise<AppendResult> } {
  const { promise: outcome, resolve, reject } = Promise.withResolvers<AppendResult>();
  const { promise: told, resolve: tell } = Promise.withResolvers<void>();
  let timer = setTimeout(expire, deadline.ms);
  const end = (settle: () => void) => {
    if (entry.isTold) return;
    entry.isTold = true;
    clearTimeout(timer);
    settle();
    tell();
  };
  const entry: Entry = {
    request,
    stream,
    bytes: request.events.reduce((bytes, { dataText }) => bytes + dataText.length + 400, 0),
    told,
    isTold: false,
    wasSent: false,
    misses: 0,
    resolve: (result) => end(() => resolve(result)),
    reject: (error) => end(() => reject(error)),
  };
  function expire(): void {
    if (deadline.isHeld()) timer = setTimeout(expire, deadline.ms);
    else entry.reject(lateError(entry, deadline));
  }
  return { entry, outcome };
}

function lateError({ wasSent, request: { stream } }: Entry, { ms, why, name }: Deadline): TimelineError {
  const end = wasSent
    ? 'it may still be recorded. Sending it again with the same event ids tells, and records it once'
    : 'nothing of it was sent';
  return new TimelineError(
    'store-unreachable',
    `The append to ${stream} did not come through ${name} within ${ms / 1000} s; ${end}`,
    { store: name, stream, mayBeRecorded: wasSent },
    // It may name machines, which are nobody's business who may only append.
    why(),
  );
}
