import { signal } from '@preact/signals';

/** Where the token is kept, for as long as the tab is open. */
const storageName = 'asof-token';

/** The token that requests show; undefined while none was given. */
export const token = signal(readToken());

/** Tells whether a request can show a text as its token: visible characters of ASCII, no blanks between them. */
export function isToken(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}

/** Keeps a token until the tab is closed. */
export function keepToken(given: string): void {
  token.value = given;
  try {
    sessionStorage.setItem(storageName, given);
  } catch {
    // It holds until the page is left.
  }
}

/** Makes a request, and shows the token that was given. */
export async function fetchWithToken(url: URL, init: RequestInit): Promise<Response> {
  if (token.peek() === undefined) return fetch(url, init);
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token.peek()}`);
  return fetch(url, { ...init, headers });
}

function readToken(): string | undefined {
  try {
    const kept = sessionStorage.getItem(storageName);
    return kept !== null && isToken(kept) ? kept : undefined;
  } catch {
    return undefined;
  }
}
