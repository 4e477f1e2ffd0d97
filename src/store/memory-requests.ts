import type { AuditEntry, AuditRange } from '../domain/audit.ts';
import type { RecordedEvent } from '../domain/event.ts';
import type { KeptRequest, RequestTables } from './audit.ts';
import { auditEntryOf } from './audit.ts';

/** What was noted of requests, in memory. */
export interface MemoryRequests extends Pick<RequestTables, 'requestOf' | 'insertRequest'> {
  audit(range: AuditRange): readonly AuditEntry[];
}

/** Keeps requests in a list; `onInsert` hears how to take one back. */
export function createMemoryRequests(
  eventAt: (position: number) => RecordedEvent,
  onInsert: (undo: () => void) => void,
): MemoryRequests {
  const kept: KeptRequest[] = [];
  return {
    requestOf: (by, key) => kept.find((one) => one.by === by && one.idempotencyKey === key),
    insertRequest(request) {
      kept.push(request);
      onInsert(() => kept.pop());
    },
    audit: ({ after, limit }) =>
      kept
        .slice(after, after + limit)
        .map((request, index) => auditEntryOf(after + index + 1, request, eventAt(request.first))),
  };
}
