import type { Filter, ScrubbedMoment, View } from '../model.ts';

/** A filter that leaves everything in. */
export const noFilter: Filter = { about: [], types: [], streams: [], sources: [], text: '' };

/** What the page shows where its address says nothing: all there is, as it is now and as far as it is known. */
export const usualView: View = {
  asOf: 'now',
  knownAt: 'head',
  newest: undefined,
  linked: false,
  certainty: 'possible',
  window: undefined,
  lanes: 'stream',
  filter: noFilter,
  panel: 'situation',
  selected: undefined,
  explained: undefined,
  compared: undefined,
  zone: 'utc',
};

/** Tells whether a filter leaves everything in. */
export function isEmptyFilter({ about, types, streams, sources, text }: Filter): boolean {
  return about.length + types.length + streams.length + sources.length === 0 && text.trim() === '';
}

/** Tells whether two moments are the same. */
export function isSameMoment(one: ScrubbedMoment, other: ScrubbedMoment): boolean {
  return one.asOf === other.asOf && one.knownAt === other.knownAt;
}
