import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Writes to one client, never more than it takes. */
export interface PacedWriter<Message> {
  /** Resolves when the next may be written; at once while the client keeps up. Throws when `gone` aborts. */
  write(message: Message): Promise<void> | undefined;
}

/** Creates a writer on the stream of a call, which says whether it can take more; `gone` aborts when its client goes. */
export function pacedWriter<Message>(stream: Writable, gone: AbortSignal): PacedWriter<Message> {
  /** However many wait, one listens. */
  let drained: Promise<void> | undefined;
  return {
    write(message) {
      gone.throwIfAborted();
      if (stream.write(message)) return undefined;
      drained ??= once(stream, 'drain', { signal: gone })
        .then(() => undefined)
        .finally(() => {
          drained = undefined;
        });
      return drained;
    },
  };
}
