import { TimelineError } from '../../domain/errors.ts';
import type { EventLog, ImportRequest } from '../port.ts';

type Requests = Parameters<EventLog['import']>[0];

/** How long what is imported may be waited for. */
export interface SourceLimits {
  /** For the next part of it, in milliseconds. */
  readonly waitMs: number;
  /** Gives it up, with the error that is its reason. */
  readonly signal: AbortSignal;
}

/**
 * Yields the parts of what is imported, and waits for none of them without an end: while it does the store follows nothing and takes no appends.
 *
 * Throws `file-unreachable` when the next part does not come in time, and the reason of the signal.
 */
export async function* partsInTime(
  requests: Requests,
  limits: SourceLimits,
): AsyncGenerator<readonly ImportRequest[]> {
  const source = requests[Symbol.asyncIterator]();
  let isWaitedFor = false;
  try {
    for (;;) {
      isWaitedFor = true;
      const next = await inTime(source.next(), limits);
      isWaitedFor = false;
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    const left = source.return?.().catch(() => undefined);
    // What does not give its next part does not end in time either.
    if (!isWaitedFor) await inTime(Promise.resolve(left), limits).catch(() => undefined);
  }
}

async function inTime<Result>(next: Promise<Result>, { waitMs, signal }: SourceLimits): Promise<Result> {
  const { promise: over, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(stalledError(waitMs)), waitMs);
  const abort = () => reject(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([over, next]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

function stalledError(waitMs: number): TimelineError {
  return new TimelineError(
    'file-unreachable',
    `What is imported did not go on for ${waitMs / 1000} s; nothing was imported`,
  );
}
