import { createAccess } from './create.ts';
import type { KeptToken } from './kept-tokens.ts';
import type { AccessControl, TokenAction, TokenInfo } from './port.ts';

/** Creates the access control of a store in memory: its tokens end with it. */
export function openMemoryAccess(clock: () => number = Date.now): AccessControl {
  const tokens = new Map<string, KeptToken>();
  const actions: TokenAction[] = [];

  function change(id: string, changes: Partial<TokenInfo>): void {
    const token = tokens.get(id);
    if (token !== undefined) tokens.set(id, { ...token, info: { ...token.info, ...changes } });
  }

  return createAccess(
    {
      all: () => tokens,
      add(token, action) {
        tokens.set(token.info.id, token);
        actions.push(action);
      },
      revoke(action) {
        change(action.token, { revokedAt: action.at });
        actions.push(action);
      },
      noteUses(uses) {
        for (const [id, lastUsedAt] of uses) change(id, { lastUsedAt });
        return true;
      },
      actions: () => [...actions],
      close: () => undefined,
    },
    clock,
  );
}
