import type { AccessControl } from '../access/port.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { formatInstant } from '../domain/instant.ts';
import type { AuditOptions, Timeline } from '../engine/timeline.ts';
import type { auditEntrySchema, auditSchema, tokenActionSchema } from './contract/audit.ts';
import type { Sent } from './contract/parts.ts';
import { pageEntriesUsual } from './page-size.ts';

/** One entry of the audit trail, as sent. */
export type AuditEntryOut = Sent<typeof auditEntrySchema>;

/** Something that was done to a token, as sent. */
export type TokenActionOut = Sent<typeof tokenActionSchema>;

/** A part of the audit trail, as sent. */
export type AuditOut = Sent<typeof auditSchema>;

/** Which part of the audit trail is asked for. */
export type AskedAudit = AuditOptions;

/** Returns an entry of the audit trail in the form that is sent. */
function auditEntryOut({ number, at, fingerprint: _notShown, ...rest }: AuditEntry): AuditEntryOut {
  return { number, at: formatInstant(at), ...rest };
}

/**
 * Returns a part of the audit trail in the form that is sent; what was done to tokens, if that is known, is on the first page.
 *
 * Tokens are kept beside the log and have no places in it, so they are a list of their own.
 */
export function auditOut(
  timeline: Pick<Timeline, 'audit'>,
  { after = 0, limit = pageEntriesUsual }: AskedAudit,
  access: Pick<AccessControl, 'actions'> | undefined,
): AuditOut {
  const entries = timeline.audit({ after, limit });
  const last = entries.at(-1);
  const isMore = last !== undefined && timeline.audit({ after: last.number, limit: 1 }).length > 0;
  return {
    entries: entries.map(auditEntryOut),
    ...(access === undefined || after > 0
      ? {}
      : { tokens: access.actions().map(({ at, ...rest }) => ({ at: formatInstant(at), ...rest })) }),
    ...(isMore ? { next: last.number } : {}),
  };
}
