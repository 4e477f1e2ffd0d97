import type { RecordedEvent } from '../domain/event.ts';
import { pageEvents } from './pages.ts';
import type { WireLog } from './service.ts';

/** A page of what is followed: no events when there are none yet after those before. */
export type FollowedPage = readonly RecordedEvent[];

/**
 * Follows the log after a position, page by page, for ever: what was recorded, then, as often as it has come to the head, an empty
 * page and a wait. It pulls, so that it misses nothing and repeats nothing, however slow its reader is. It ends when `signal` aborts.
 */
export async function* followLog(
  log: WireLog,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<FollowedPage> {
  let place = after;
  while (!signal.aborted) {
    const head = log.head().position;
    const page = place < head ? log.readLog({ after: place, through: head, limit: pageEvents }) : [];
    yield page;
    if (page.length === 0) await log.reached(Math.max(place, head) + 1, signal);
    place = page.at(-1)?.position ?? Math.max(place, head);
  }
}

/** Follows a stream from a revision on, as `followLog` the log. */
export async function* followStream(
  log: WireLog,
  { name, from }: { readonly name: string; readonly from: number },
  signal: AbortSignal,
): AsyncGenerator<FollowedPage> {
  let next = from;
  while (!signal.aborted) {
    const head = log.head().position;
    const page = log.readStream(name, { from: next, through: head, limit: pageEvents });
    yield page;
    if (page.length === 0) await log.reached(head + 1, signal);
    next = (page.at(-1)?.revision ?? next - 1) + 1;
  }
}
