/** Gives a request its idempotency key: the same one as long as what is sent is the same, so that sending again records once. */
export function createRequestKeys(random: () => string = byChance): (request: unknown) => string {
  let known: { readonly text: string; readonly key: string } | undefined;
  return (request) => {
    const text = JSON.stringify(request);
    if (known?.text !== text) known = { text, key: random() };
    return known.key;
  };
}

/** Where a page is not secure there is no `randomUUID`. */
function byChance(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `page-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}
