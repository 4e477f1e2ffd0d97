import type { AccessControl } from '../access/port.ts';
import type { Timeline } from '../engine/timeline.ts';
import { auditQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { auditOut } from './wire-audit.ts';

/** Adds the route of the audit trail: who recorded what, and what was done to tokens. */
export function addAudit(
  app: Routes,
  timeline: Timeline,
  access: Pick<AccessControl, 'actions'> | undefined,
): void {
  app.get(
    '/v1/audit',
    { schema: { querystring: auditQuery }, config: { scope: 'admin' } },
    async ({ query }) => auditOut(timeline, query, access),
  );
}
