import type { PeerEvent } from './events.ts';
import type { Tally } from './tally.ts';

/** A library that Asof is measured beside. */
export interface Peer {
  /** Whether it keeps its events in files, so that another process may open them. */
  readonly durable: boolean;
  /** Opens its store in an empty folder, or again in one that it has filled. */
  open(folder: string): Promise<Opened>;
}

/** A peer's store while it is open. */
export interface Opened {
  /** Resolves when the event is as durable as `settings` says. */
  appendOne(stream: string, event: PeerEvent): Promise<void>;
  /** Appends all to one stream in one call, and resolves when they are as durable as `settings` says. */
  appendMany(stream: string, events: readonly PeerEvent[]): Promise<void>;
  /** Folds every event of every stream; null where the peer can't read them all. */
  readonly fold: (() => Promise<Tally>) | null;
  /** Folds the first `version` events of a stream, in the way that the peer offers for a state in the past. */
  stateAsOf(stream: string, version: number): Promise<Tally>;
  /** Says what it does for durability, as read back from it after an append. */
  settings(): Promise<string>;
  close(): Promise<void>;
}
