import type { FastifyRequest } from 'fastify';

/** Content codings that files are kept in, those preferred first, with what their names end in. */
const kept = [
  { coding: 'br', ending: '.br' },
  { coding: 'gzip', ending: '.gz' },
] as const;

/** A content coding that a caller takes; `ending` is what the names of such files end in. */
export interface Coding {
  readonly coding: 'br' | 'gzip' | 'identity';
  readonly ending: '' | '.br' | '.gz';
}

/**
 * Lists the content codings that a caller takes (RFC 9110, 12.5.3), the best first; `identity` is last and always taken.
 *
 * Between those that it weighs alike the smaller one comes first.
 */
export function codingsOf({ headers }: Pick<FastifyRequest, 'headers'>): readonly Coding[] {
  const weights = weightsIn(headers['accept-encoding']);
  const taken = kept
    .map((one) => ({ ...one, weight: weights.get(one.coding) ?? weights.get('*') ?? 0 }))
    .filter(({ weight }) => weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ coding, ending }) => ({ coding, ending }));
  return [...taken, { coding: 'identity', ending: '' }];
}

function weightsIn(header: string | readonly string[] | undefined): ReadonlyMap<string, number> {
  const parts = [header ?? []].flat().join(',').toLowerCase().split(',');
  return new Map(
    parts.map((part) => {
      const [name = '', ...parameters] = part.split(';').map((text) => text.trim());
      const weight = /^q\s*=\s*(.*)$/.exec(parameters[0] ?? '')?.[1];
      return [name, weight === undefined ? 1 : weightOf(weight)];
    }),
  );
}

/** A weight that is none counts for nothing. */
function weightOf(text: string): number {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}
