import { TimelineError } from '../domain/errors.ts';
import type { KeptTokens } from './kept-tokens.ts';
import type { AccessControl, Caller, NewToken, TokenInfo } from './port.ts';
import { isLive, scopes } from './port.ts';
import {
  hashOfSecret,
  isSecretOf,
  newTokenParts,
  partsOf,
  tokenNameCharactersMax,
  tokenOf,
} from './token.ts';
import { createUses } from './uses.ts';

/** Creates the access control of a store over the tokens that are kept for it; the clock gives milliseconds of the Unix epoch. */
export function createAccess(kept: KeptTokens, clock: () => number): AccessControl {
  const uses = createUses(kept);

  function find(id: string): TokenInfo {
    const found = kept.all().get(id)?.info;
    if (found !== undefined) return found;
    throw new TimelineError('unknown-token', `There is no token with the id ${JSON.stringify(id)}`, {
      token: id,
    });
  }

  return {
    isRequired: () => kept.all().size > 0,
    identify(token) {
      const parts = partsOf(token);
      const found = parts === undefined ? undefined : kept.all().get(parts.id);
      const isRight = isSecretOf(parts?.secret ?? '', found?.hash);
      const now = clock();
      if (!isRight || found === undefined || !isLive(found.info, now)) throw refused();
      uses.note(found.info, now);
      return callerOf(found.info);
    },
    holds(id) {
      const found = kept.all().get(id)?.info;
      return found !== undefined && isLive(found, clock());
    },
    create(asked, by) {
      const now = clock();
      const { id, secret } = newTokenParts();
      const info = { id, ...checked(asked, now), createdAt: now };
      const { name } = info;
      kept.add(
        { info, hash: hashOfSecret(secret) },
        { at: now, action: 'created', token: id, name, scopes: info.scopes, by },
      );
      return { token: tokenOf({ id, secret }), info };
    },
    list: () => [...kept.all().values()].map(({ info }) => uses.latest(info)),
    revoke(id, by) {
      const info = find(id);
      if (info.revokedAt === undefined)
        kept.revoke({
          at: clock(),
          action: 'revoked',
          token: id,
          name: info.name,
          scopes: info.scopes,
          by,
        });
      return find(id);
    },
    actions: () => kept.actions(),
    close() {
      uses.flush();
      kept.close();
    },
  };
}

function callerOf({ id, name, scopes: allowed }: TokenInfo): Caller {
  return { id, name, scopes: allowed };
}

function refused(): TimelineError {
  return new TimelineError('token-refused', 'The token is not known, has expired, or was revoked');
}

function checked(asked: NewToken, now: number): NewToken {
  const { name, expiresAt } = asked;
  if (!/^[^\p{C}\p{Z}](?:[^\p{C}\p{Zl}\p{Zp}]*[^\p{C}\p{Z}])?$/u.test(name))
    throw invalid('A token has a name of printable characters, without spaces around it');
  if (name.length > tokenNameCharactersMax)
    throw invalid(`The name of a token has at most ${tokenNameCharactersMax} characters`);
  const allowed = scopes.filter((scope) => asked.scopes.includes(scope));
  if (allowed.length === 0) throw invalid(`A token allows something: ${scopes.join(', ')}`);
  if (expiresAt !== undefined && !(expiresAt > now))
    throw invalid('A token expires in the future, or it would never be taken');
  return { name, scopes: allowed, ...(expiresAt === undefined ? {} : { expiresAt }) };
}

function invalid(sentence: string): TimelineError {
  return new TimelineError('invalid-request', sentence);
}
