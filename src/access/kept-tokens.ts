import { TimelineError } from '../domain/errors.ts';
import type { TokenAction, TokenInfo } from './port.ts';

/** A token as it is kept: what is known of it, and the SHA-256 of its secret. */
export interface KeptToken {
  readonly info: TokenInfo;
  readonly hash: Uint8Array;
}

/** Where tokens are kept: in a file beside the store, or in memory. Nothing in it is ever taken away. */
export interface KeptTokens {
  /** Returns all tokens by their ids, as they are now, whoever made or revoked them; throws `tokens-unreadable`. */
  all(): ReadonlyMap<string, KeptToken>;
  /** Adds a token and what was done, both or neither. */
  add(token: KeptToken, action: TokenAction): void;
  /** Marks a token as revoked at the instant of the action, and adds that, both or neither. */
  revoke(action: TokenAction): void;
  /** Notes when tokens were last used, by their ids; it returns whether that could be done, and waits for nobody. */
  noteUses(uses: ReadonlyMap<string, number>): boolean;
  actions(): readonly TokenAction[];
  close(): void;
}

/** Returns the error that it cannot be told who may do what; the sentence is for callers too, and names no file. */
export function tokensUnreadable(cause?: unknown): TimelineError {
  return new TimelineError(
    'tokens-unreadable',
    'The tokens of this store cannot be read, so nobody is let in; the operator must look',
    {},
    cause,
  );
}
