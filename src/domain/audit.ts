/** What a request did to the log. */
export type AuditAction = 'append' | 'correct' | 'retract' | 'import';

/** What is noted of a request, in the same transaction as its events: who asked, and by which key the request is known again. */
export interface RequestNote {
  readonly action: AuditAction;
  readonly by?: string;
  readonly idempotencyKey?: string;
  /** The hash of what was asked, SHA-256 in hexadecimal; it is there where the key is. */
  readonly fingerprint?: string;
}

/** What was noted of a request in the log that its events come from: this event was its last, of so many that were recorded one after the other. */
export interface MovedRequest extends RequestNote {
  readonly events: number;
}

/** One entry of the audit trail: who recorded what, and when. */
export interface AuditEntry {
  /** Its place in the trail, from 1, without gaps. */
  readonly number: number;
  /** The recorded time, in milliseconds of the Unix epoch. */
  readonly at: number;
  readonly action: AuditAction;
  /** Who asked: `token:` with id and name, or `os:` with an account; absent where that is not known. */
  readonly by?: string;
  readonly idempotencyKey?: string;
  /** The hash of what was asked; it is there where the key is. */
  readonly fingerprint?: string;
  /** The stream of its events; absent for an import, whose events go to many. */
  readonly stream?: string;
  /** The event that a correction or a retraction aims at. */
  readonly target?: string;
  /** The positions of its first and its last event. */
  readonly first: number;
  readonly last: number;
}

/** A part of the audit trail: the entries after a number, oldest first, at most `limit`. */
export interface AuditRange {
  readonly after: number;
  readonly limit: number;
}
