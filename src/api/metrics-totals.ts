import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

import type { TimelineCounters } from '../engine/counters.ts';
import type { HttpCounts } from './http-counts.ts';
import type { SseConnections } from './sse-connections.ts';

/** Creates what only grows while the server runs; what it returns puts in what was counted elsewhere. */
export function createTotals(
  registry: Registry,
): (counters: TimelineCounters, connections: SseConnections, http: HttpCounts) => void {
  const total = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Counter({ name: `asof_${name}_total`, help, labelNames: [...labelNames], registers: [registry] });
  const appends = total('appends', 'Appends that recorded something.');
  const appendedEvents = total('appended_events', 'Events that appends recorded.');
  const commits = total('commits', 'Transactions that recorded something; each is one fsync.');
  const importedEvents = total('imported_events', 'Events that imports recorded.');
  const lateEvents = total('late_events', 'Facts that were recorded after others that occurred later.');
  const foldedEvents = total('folded_events', 'Facts that projections were folded over.');
  const hits = total('checkpoint_hits', 'Times that a state to fold on from was found.');
  const misses = total('checkpoint_misses', 'Times that there was no state to fold on from.');
  const sent = total('updates_sent', 'Updates, changes and steps that were sent to subscribers.');
  const refused = total('refused_requests', 'Requests that were answered with a problem, by its code.', [
    'code',
  ]);

  return (counters, connections, http) => {
    appends.inc(counters.appends);
    appendedEvents.inc(counters.appendedEvents);
    commits.inc(counters.commits);
    importedEvents.inc(counters.importedEvents);
    lateEvents.inc(counters.lateEvents);
    foldedEvents.inc(counters.foldedEvents);
    hits.inc(counters.checkpointHits);
    misses.inc(counters.checkpointMisses);
    sent.inc(connections.sent());
    for (const [code, count] of http.refused()) refused.inc({ code }, count);
  };
}
