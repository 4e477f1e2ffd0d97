import type { RecordedEvent } from '../domain/event.ts';
import type { ReadFrom } from './read-plan.ts';
import type { WireLog } from './service.ts';
import type { StreamView } from './stream-view.ts';
import { firstWhere } from './stream-view.ts';

/** Events that are read of the log at a time: what a client that has stalled holds in memory, each of up to 64 KiB. */
export const pageEvents = 32;

/** Which part of a stream or of the log is read. */
export interface Part {
  readonly from: ReadFrom;
  readonly backwards: boolean;
  readonly limit: number;
}

/** Reads what is shown of a stream, page by page, up to its end as it was looked at. */
export function* pagesOfStream(
  log: Pick<WireLog, 'readStream'>,
  view: StreamView,
  { from, backwards, limit }: Part,
): Generator<readonly RecordedEvent[]> {
  const { last = -1 } = view;
  const first = firstYoung(log, view);
  const wanted = from === 'start' ? 0 : from === 'end' ? last + (backwards ? 0 : 1) : from;
  let next = backwards ? Math.min(wanted, last) : Math.max(wanted, first);
  let left = limit;
  while (left > 0 && next >= first && next <= last) {
    const page = log.readStream(view.name, { from: next, backwards, limit: Math.min(left, pageEvents) });
    const end = page.at(-1);
    if (end === undefined) return;
    const shown = page.filter(({ revision }) => revision >= first && revision <= last);
    left -= shown.length;
    next = end.revision + (backwards ? -1 : 1);
    yield shown;
  }
}

/** Recorded times never decrease along a stream: what is too old to be shown is not walked over. */
function firstYoung(
  log: Pick<WireLog, 'readStream'>,
  { name, first, last = -1, recordedFrom }: StreamView,
): number {
  if (recordedFrom === Number.NEGATIVE_INFINITY) return first;
  return Math.max(
    first,
    firstWhere(log, { name, last }, ({ recordedAt }) => recordedAt >= recordedFrom),
  );
}

/** Reads the log page by page, up to its head as it was; forwards from a position on, backwards from before it. The pages are not cut to a limit. */
export function* pagesOfLog(
  log: WireLog,
  { from, backwards }: Omit<Part, 'limit'>,
): Generator<readonly RecordedEvent[]> {
  const head = log.head().position;
  if (backwards) yield* backwardsThrough(log, from === 'end' ? head : from === 'start' ? 0 : from - 1);
  else yield* forwardsThrough(log, from === 'start' ? 0 : from === 'end' ? head : from - 1, head);
}

function* forwardsThrough(log: WireLog, after: number, through: number) {
  let place = Math.max(0, after);
  while (place < through) {
    const page = log.readLog({ after: place, through, limit: pageEvents });
    yield page;
    place = page.at(-1)?.position ?? through;
  }
}

/** Positions may have gaps: a page may be short of events, or empty, and others before it are not. */
function* backwardsThrough(log: WireLog, from: number) {
  let through = Math.min(from, log.head().position);
  while (through > 0) {
    const after = Math.max(0, through - pageEvents);
    yield log.readLog({ after, through, limit: pageEvents }).toReversed();
    through = after;
  }
}
