import type { JsonObject } from './json.ts';

/** What an author appends: one thing that happened or was said, and when by the clock of the world. */
export interface NewEvent {
  /** A UUIDv7 is given when the author names none. The same id with the same content is the same event. */
  readonly id?: string;
  readonly type: string;
  /** The version of the type's schema that `data` follows; the newest when left out. */
  readonly schemaVersion?: number;
  readonly data: unknown;
  /** The occurred time as the source gives it: an RFC 3339 instant, an EDTF date, or an interval of two, with a zone in brackets for dates. */
  readonly occurred: string;
  readonly causationId?: string;
  readonly correlationId?: string;
}

/** An event with the time at which it was recorded elsewhere: what `import` takes in. */
export interface ImportedEvent extends NewEvent {
  readonly stream: string;
  /** Milliseconds of the Unix epoch; the store's clock when left out. */
  readonly recordedAt?: number;
  /** The revision it must come to stand at; not checked when left out. */
  readonly revision?: number;
  /** Where it was read from, for errors: `line 12`. */
  readonly place?: string;
}

/** An event as it stands in the log. It never changes and never leaves. */
export interface RecordedEvent {
  readonly id: string;
  readonly stream: string;
  /** Its place in its stream, from 0, without gaps. */
  readonly revision: number;
  /** Its place in the whole log: compare positions, never add to them. */
  readonly position: number;
  readonly type: string;
  readonly schemaVersion: number;
  /** As it was recorded: of `schemaVersion`, not of the newest. */
  readonly data: JsonObject;
  readonly occurred: string;
  /** The store's clock when it was recorded, in milliseconds of the Unix epoch; it never decreases with position. */
  readonly recordedAt: number;
  readonly causationId?: string;
  readonly correlationId?: string;
}

/** Where an appended event came to stand. */
export interface AppendedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
  /** Milliseconds of the Unix epoch. */
  readonly recordedAt: number;
}
