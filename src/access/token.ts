import { hash, randomBytes, timingSafeEqual } from 'node:crypto';

/** The parts of a token: the id that it is looked up by, and the secret that proves it. */
export interface TokenParts {
  readonly id: string;
  readonly secret: string;
}

/** Most characters of a token's name. */
export const tokenNameCharactersMax = 100;

/** Digits and letters that nobody takes for one another. */
const idLetters = '0123456789abcdefghjkmnpqrstvwxyz';
const idCharacters = 12;
const secretBytes = 32;

const tokenPattern = /^asof_([0-9a-z]{12})_([A-Za-z0-9_-]{43})$/;

/** Makes the parts of a new token by chance. */
export function newTokenParts(): TokenParts {
  const id = [...randomBytes(idCharacters)].map((byte) => idLetters[byte % idLetters.length]).join('');
  return { id, secret: randomBytes(secretBytes).toString('base64url') };
}

/** Returns a token as its owner shows it. */
export function tokenOf({ id, secret }: TokenParts): string {
  return `asof_${id}_${secret}`;
}

/** Returns the parts of a token; undefined for a text that is none. */
export function partsOf(token: string): TokenParts | undefined {
  const [, id, secret] = tokenPattern.exec(token) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** Returns what is kept of a secret: its SHA-256. A secret has 256 bits of chance, so nothing slower is called for. */
export function hashOfSecret(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

/** What a secret is compared with where no token has the id; nothing hashes to it. */
const nobody = randomBytes(32);

/** Returns whether a secret is the one that was hashed; it takes as long for a wrong one, and where there is no such token. */
export function isSecretOf(secret: string, expected: Uint8Array | undefined): boolean {
  const isEqual = timingSafeEqual(hashOfSecret(secret), expected ?? nobody);
  return isEqual && expected !== undefined;
}
