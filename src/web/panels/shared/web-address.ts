/**
 * Returns the address that a link may lead to; undefined for anything but an absolute http(s) URL without a name and password in it.
 *
 * What is undefined here is shown as text: `javascript:` and `data:` run in the page that links to them, and `https://bank.example@evil.example`
 * shows another host than it leads to.
 */
export function webAddressOf(text: string): string | undefined {
  // A browser drops some of these when it reads an address, and shows none of them: what is seen would not be what is followed.
  if (/[\p{C}\p{Z}]/u.test(text)) return undefined;
  if (!/^https?:\/\//i.test(text)) return undefined;
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return url.username === '' && url.password === '' ? url.href : undefined;
}

/** Returns the host of an address that `webAddressOf` let through, as a reader knows it. */
export function hostOf(address: string): string {
  return URL.parse(address)?.host ?? address;
}
