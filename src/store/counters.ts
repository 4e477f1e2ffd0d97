import type { PreparedEvent } from '../domain/prepare.ts';

/** What a log did since it was opened. */
export interface LogCounters {
  /** Appends that recorded something; one that was recorded before is not counted again. */
  readonly appends: number;
  readonly appendedEvents: number;
  /** Transactions that recorded something: where they are made durable, each is one fsync. */
  readonly commits: number;
  readonly importedEvents: number;
  /** Facts that were recorded after others that occurred later. */
  readonly lateEvents: number;
}

/**
 * Whether a log takes events: `full` is tried again with every append, `poisoned` until it is opened again; a log that lives elsewhere
 * is `catching-up` until it was taken in once, and `unreachable` while it is away: reads go on meanwhile.
 */
export type LogHealth = 'ok' | 'read-only' | 'full' | 'catching-up' | 'unreachable' | 'poisoned' | 'closed';

/** What one transaction records; nothing of it counts unless it is committed. */
export interface CommitCounting {
  /** Notes the events of one append; their recorded time is in milliseconds of the Unix epoch. */
  appended(events: readonly PreparedEvent[], recordedAt: number): void;
  /** Notes one event of an import. */
  imported(event: PreparedEvent, recordedAt: number): void;
  commit(): void;
}

/** Counts what a log does: some additions a transaction. */
export interface LogCounting {
  now(): LogCounters;
  begin(): CommitCounting;
}

/** What a log counts that nothing was done to. */
export const nothingCounted: LogCounters = {
  appends: 0,
  appendedEvents: 0,
  commits: 0,
  importedEvents: 0,
  lateEvents: 0,
};

/** Creates the counters of a log; `frontierMs` is its frontier when it is opened, in milliseconds of the Unix epoch. */
export function createLogCounting(frontierMs: number): LogCounting {
  let counted = nothingCounted;
  let latestMs = frontierMs;

  return {
    now: () => counted,
    begin() {
      let { appends, appendedEvents, importedEvents, lateEvents } = counted;
      let latest = latestMs;
      let isEmpty = true;
      const recorded = ({ effect, when }: PreparedEvent, recordedAt: number) => {
        isEmpty = false;
        if (effect.kind !== 'states') return;
        if (when.from < latest) lateEvents += 1;
        // What is dated ahead makes nothing late that happens before its time comes.
        else if (when.from <= recordedAt) latest = when.from;
      };
      return {
        appended(events, recordedAt) {
          appends += 1;
          appendedEvents += events.length;
          for (const event of events) recorded(event, recordedAt);
        },
        imported(event, recordedAt) {
          importedEvents += 1;
          recorded(event, recordedAt);
        },
        commit() {
          if (isEmpty) return;
          counted = { appends, appendedEvents, commits: counted.commits + 1, importedEvents, lateEvents };
          latestMs = latest;
        },
      };
    },
  };
}
