/** A link as it was read. */
export interface ReadLink {
  readonly uri: string;
  readonly rels: readonly string[];
  /** Attributes by name, `rel` among them. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Reads links as RFC 8288 writes them in a header and RFC 6690 in a document, character by character.
 *
 * Throws for anything that is not in their grammar: a comma or a semicolon within a URI or a quoted text separates nothing.
 */
export function readLinks(text: string): readonly ReadLink[] {
  let at = 0;
  const fail = (wanted: string): never => {
    throw new Error(`${wanted} expected at ${at}: ${JSON.stringify(text.slice(at, at + 30))}`);
  };
  const skipSpace = () => {
    while (/\s/.test(text[at] ?? '')) at += 1;
  };
  const take = (one: string) => (text[at] === one ? (at += 1) : fail(one));
  const until = (end: string): string => {
    let found = '';
    while (text[at] !== end) {
      if (at >= text.length) fail(end);
      if (text[at] === '\\' && end === '"') at += 1;
      found += text[at] ?? '';
      at += 1;
    }
    at += 1;
    return found;
  };
  const word = (): string => {
    const [found = fail('a word')] = /^[\w!#$%&'*+.^`|~-]+/.exec(text.slice(at)) ?? [];
    at += found.length;
    return found;
  };

  const links: ReadLink[] = [];
  skipSpace();
  while (at < text.length) {
    if (links.length > 0) {
      take(',');
      skipSpace();
    }
    take('<');
    const uri = until('>');
    const attributes: Record<string, string> = {};
    for (skipSpace(); text[at] === ';'; skipSpace()) {
      at += 1;
      skipSpace();
      const name = word();
      take('=');
      attributes[name] = text[at] === '"' ? (take('"'), until('"')) : word();
    }
    links.push({ uri, rels: (attributes['rel'] ?? '').split(' '), attributes });
    skipSpace();
  }
  return links;
}

/** Returns the links that have a relation. */
export function linksWith(links: readonly ReadLink[], rel: string): readonly ReadLink[] {
  return links.filter(({ rels }) => rels.includes(rel));
}
