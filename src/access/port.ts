/** What a token allows: to read, to append, to correct and retract, to manage; `admin` allows everything. */
export type Scope = 'read' | 'append' | 'correct' | 'admin';

/** Every scope, in the order they are listed. */
export const scopes = ['read', 'append', 'correct', 'admin'] as const satisfies readonly Scope[];

/** Who a request comes from: the token that it showed. */
export interface Caller {
  /** The id of the token; it is no secret. */
  readonly id: string;
  /** The name that the token was given, for people. */
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** What is known of a token; its secret is not. Times are milliseconds of the Unix epoch. */
export interface TokenInfo extends Caller {
  readonly createdAt: number;
  /** Absent where it never expires. */
  readonly expiresAt?: number;
  readonly revokedAt?: number;
  /** When it was last shown, to within a minute. */
  readonly lastUsedAt?: number;
}

/** What a new token is to be. */
export interface NewToken {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Milliseconds of the Unix epoch. */
  readonly expiresAt?: number;
}

/** Something that was done to a token. */
export interface TokenAction {
  /** Milliseconds of the Unix epoch. */
  readonly at: number;
  readonly action: 'created' | 'revoked';
  readonly token: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Who did it: `os:` and the name of an account of the machine. */
  readonly by: string;
}

/** Who may use a store over HTTP and the wire. It lives beside the store, so that tokens are made and revoked while the store is served. */
export interface AccessControl {
  /**
   * Returns whether everybody must show a token: whether one was ever made here, be it revoked since.
   *
   * The last token that is revoked or expires so leaves the store closed to all, and never open to all. Throws `tokens-unreadable`.
   */
  isRequired(): boolean;
  /**
   * Returns who shows a token, and notes that it was used.
   *
   * Throws `token-refused` for one that is not known, has expired or was revoked, and does not say which; `tokens-unreadable` when
   * that cannot be told.
   */
  identify(token: string): Caller;
  /** Returns whether a token that was shown before would be taken now; throws `tokens-unreadable`. */
  holds(id: string): boolean;
  /** Makes a token and returns it; it is not kept and cannot be shown again. Throws `invalid-request` for what cannot be one. */
  create(token: NewToken, by: string): { readonly token: string; readonly info: TokenInfo };
  /** Lists every token that was ever made, oldest first. */
  list(): readonly TokenInfo[];
  /** Revokes a token from now on; one that was revoked stays as it is. Throws `unknown-token`. */
  revoke(id: string, by: string): TokenInfo;
  /** Lists what was done to tokens, oldest first. */
  actions(): readonly TokenAction[];
  close(): void;
}

/** Returns who shows a token as the audit trail names them. */
export function authorOf({ id, name }: Caller): string {
  return `token:${id} ${name}`;
}

/** Returns whether a token is taken at an instant, in milliseconds of the Unix epoch. */
export function isLive({ expiresAt, revokedAt }: TokenInfo, now: number): boolean {
  return revokedAt === undefined && (expiresAt === undefined || now < expiresAt);
}
