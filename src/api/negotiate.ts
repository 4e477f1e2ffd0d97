import type { FastifyRequest } from 'fastify';

interface MediaRange {
  readonly type: string;
  /** From 0, not acceptable, to 1. */
  readonly quality: number;
}

/** How a range can match, from the least to the most that it says. */
const matches: readonly ((range: string, type: string) => boolean)[] = [
  (range) => range === '*/*',
  (range, type) => range === `${type.slice(0, type.indexOf('/'))}/*`,
  (range, type) => range === type,
];

/**
 * Returns which of some media types the caller prefers, by the quality values of `Accept` (RFC 9110, 12.5.1).
 *
 * Of those preferred alike it is the one that is named rather than covered by a wildcard, then the one that `Accept` names first.
 * The first of `offered` is the usual one: it is what a caller gets who would take anything, or nothing that there is.
 */
export function preferredType<Type extends string>(
  { headers }: Pick<FastifyRequest, 'headers'>,
  offered: readonly [Type, ...Type[]],
): Type {
  const ranges = rangesIn(headers.accept ?? '');
  const ranked = offered
    .map((type) => ({ type, ...rankOf(ranges, type) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality || b.named - a.named || a.place - b.place);
  return ranked[0]?.type ?? offered[0];
}

/** What the range that says most of a type says of it. */
function rankOf(ranges: readonly MediaRange[], type: string) {
  for (let named = matches.length - 1; named >= 0; named -= 1) {
    const place = ranges.findIndex((range) => matches[named]?.(range.type, type));
    const quality = ranges[place]?.quality;
    // A wildcard names no order.
    if (quality !== undefined) return { quality, named, place: named === matches.length - 1 ? place : 0 };
  }
  return { quality: 0, named: 0, place: 0 };
}

function rangesIn(accept: string): readonly MediaRange[] {
  return accept.split(',').map((text) => {
    const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((part) => /^q\s*=/.test(part))?.replace(/^q\s*=\s*/, '');
    return { type, quality: weight === undefined ? 1 : weightOf(weight) };
  });
}

/** A weight that is none counts for nothing: what it stands at is not asked for in any way that can be read. */
function weightOf(text: string): number {
  return /^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(text) ? Number(text) : 0;
}
