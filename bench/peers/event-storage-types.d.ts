/** The part that is used here of event-storage, which brings no types. */
declare module 'event-storage' {
  import type { EventEmitter } from 'node:events';

  interface StorageConfig {
    readonly syncOnFlush: boolean;
    readonly indexOptions?: { readonly writeBufferSize: number };
  }

  interface Partition {
    readonly syncOnFlush: boolean;
    readonly writeBufferSize: number;
  }

  interface Index {
    readonly syncOnFlush: boolean;
    readonly flushDelay: number;
    readonly writeBuffer: Uint8Array;
  }

  export class EventStore extends EventEmitter {
    constructor(
      name: string,
      config: { readonly storageDirectory: string; readonly storageConfig: StorageConfig },
    );
    readonly storage: {
      readonly partitions: Readonly<Record<string, Partition>>;
      readonly index: Index;
    };
    commit(stream: string, events: readonly object[], committed: () => void): void;
    getAllEvents(): Iterable<unknown>;
    /** Revisions count from 0, and both are included; false if there is no such stream. */
    getEventStream(stream: string, first: number, last: number): Iterable<unknown> | false;
    close(): void;
  }
}
