/** A link to another resource (RFC 8288). */
export interface Link {
  /** A URI reference. */
  readonly uri: string;
  /** Relation types, separated by spaces. */
  readonly rel: string;
  /** Further attributes, in the order they are written. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Writes a link as RFC 8288 §3 has it, and RFC 6690 for links that are a document of their own. */
export function writeLink({ uri, rel, attributes = {} }: Link): string {
  const written = Object.entries({ rel, ...attributes }).map(([name, value]) => `${name}="${value}"`);
  return [`<${uri}>`, ...written].join('; ');
}

/** Writes links as one header, and leaves out those at the end that would make it longer than a number of characters. */
export function writeLinks(links: readonly Link[], charactersMax: number): string {
  const [first = '', ...rest] = links.map(writeLink);
  let header = first;
  for (const link of rest) {
    const longer = `${header}, ${link}`;
    if (longer.length > charactersMax) break;
    header = longer;
  }
  return header;
}
