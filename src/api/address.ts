import type { FastifyRequest } from 'fastify';

/** Names and values of a query, in the order they are written. */
export type QueryPairs = readonly (readonly [name: string, value: string])[];

/** The address of a resource on this server, without its host: who asked knows that. */
export interface Address {
  /** Percent-encoded. */
  readonly path: string;
  readonly query: QueryPairs;
}

/** Returns the address that was asked for, with its path written in one way however it was sent. */
export function addressOf({ raw }: FastifyRequest): Address {
  const [, path = '', query = ''] = /^([^?]*)(?:\?(.*))?$/s.exec(raw.url ?? '') ?? [];
  return {
    path: path
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    query: [...new URLSearchParams(query)],
  };
}

/** Returns an address without some parameters, and with others at its end. */
export function withQuery(
  { path, query }: Address,
  { without, and = [] }: { readonly without: readonly string[]; readonly and?: QueryPairs },
): Address {
  return { path, query: [...query.filter(([name]) => !without.includes(name)), ...and] };
}

/** Writes an address as a URI reference (RFC 3986). */
export function writeAddress({ path, query }: Address): string {
  const pairs = query.map(([name, value]) => `${encoded(name)}=${encoded(value).replaceAll('%2F', '/')}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** What may stand as it is in a path and in a query is easier to read so. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':');
}
