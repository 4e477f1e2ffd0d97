import type { KeptTokens } from './kept-tokens.ts';
import type { TokenInfo } from './port.ts';

/** A token that is used all the time is noted so often, in milliseconds. */
const noteEveryMs = 60_000;

/** When tokens were last used, as it is noted beside the requests and not on their way. */
export interface Uses {
  note(token: TokenInfo, now: number): void;
  /** Returns a token with its last use, noted or not yet. */
  latest(token: TokenInfo): TokenInfo;
  /** Writes what is not written yet, if that can be done. */
  flush(): void;
}

/** Creates what notes when tokens were used, at most once a minute each; that it cannot be written keeps nobody out. */
export function createUses(kept: Pick<KeptTokens, 'noteUses'>): Uses {
  const noted = new Map<string, number>();
  let waiting = new Map<string, number>();
  let timer: NodeJS.Immediate | undefined;

  function flush(): void {
    if (timer !== undefined) clearImmediate(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    // What could not be written is written with the next use, a minute later.
    if (kept.noteUses(waiting)) waiting = new Map();
  }

  return {
    note({ id, lastUsedAt }, now) {
      const last = noted.get(id) ?? lastUsedAt ?? -Infinity;
      if (now - last < noteEveryMs) return;
      noted.set(id, now);
      waiting.set(id, now);
      timer ??= setImmediate(flush).unref();
    },
    latest(token) {
      const lastUsedAt = noted.get(token.id);
      return lastUsedAt === undefined ? token : { ...token, lastUsedAt };
    },
    flush,
  };
}
