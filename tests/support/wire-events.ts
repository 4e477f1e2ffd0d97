import { EventEmitter } from 'node:events';

import { jsonEvent } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, JSONEventData, ResolvedEvent } from '@eventstore/db-client';

/** Makes an event of a type that Asof does not know. */
export function order(number: number, more: Readonly<Record<string, unknown>> = {}): JSONEventData {
  return jsonEvent({ type: 'OrderPlaced', data: { number, ...more }, metadata: { by: 'shop' } });
}

/** Makes an event of Asof's own. */
export function note(title: string, more: Readonly<Record<string, unknown>> = {}): JSONEventData {
  return jsonEvent({
    type: 'NoteAdded',
    data: { title, text: `${title}.` },
    metadata: { occurred: '2025-07-03', ...more },
  });
}

/** Reads to the end, and tells each event as `stream@revision:type`, with `→` and the link that led to it. */
export async function told(
  events: AsyncIterable<ResolvedEvent | AllStreamResolvedEvent>,
  most = Number.POSITIVE_INFINITY,
): Promise<string[]> {
  const found: string[] = [];
  // A subscription that is left goes on to tell of the end of its call, which nobody waits for any more.
  if (events instanceof EventEmitter) events.on('error', () => undefined);
  for await (const resolved of events) {
    found.push(textOf(resolved));
    if (found.length >= most) break;
  }
  if (isSubscription(events)) await events.unsubscribe();
  return found;
}

function isSubscription(events: object): events is { unsubscribe(): Promise<void> } {
  return 'unsubscribe' in events;
}

/** Tells an event as `stream@revision:type`. */
export function textOf({ event, link }: ResolvedEvent | AllStreamResolvedEvent): string {
  const one = event === undefined ? 'nothing' : `${event.streamId}@${event.revision}:${event.type}`;
  return link === undefined ? one : `${link.streamId}@${link.revision} → ${one}`;
}
