import { formatInstant } from '../../domain/instant.ts';
import type { ScrubbedMoment, View } from '../model.ts';
import { usualView } from './view.ts';

/** The fields of a filter by the names that the HTTP API has for them. */
const lists = { about: 'about', type: 'types', stream: 'streams', source: 'sources' } as const;

/** Writes what a view differs in from the usual one as the query of an address, with its question mark; empty where it does not. */
export function writeAddress(view: View): string {
  const { filter, window, compared } = view;
  const pairs: (readonly [string, string])[] = [
    ...(view.asOf === 'now' ? [] : [['asOf', formatInstant(view.asOf)] as const]),
    ...(view.knownAt === 'head' ? [] : [['knownAt', String(view.knownAt)] as const]),
    ...(view.newest === undefined ? [] : [['newest', String(view.newest)] as const]),
    ...(view.linked ? [['linked', 'yes'] as const] : []),
    ...(view.certainty === 'certain' ? [['certainty', 'certain'] as const] : []),
    ...(window === undefined
      ? []
      : [['from', formatInstant(window.from)] as const, ['to', formatInstant(window.to)] as const]),
    ...(view.lanes === usualView.lanes ? [] : [['lanes', view.lanes] as const]),
    ...Object.entries(lists).flatMap(([name, field]) => filter[field].map((value) => [name, value] as const)),
    ...(filter.text === '' ? [] : [['q', filter.text] as const]),
    ...(view.panel === usualView.panel ? [] : [['panel', view.panel] as const]),
    ...(view.selected === undefined ? [] : [['event', view.selected] as const]),
    ...(view.explained === undefined ? [] : [['path', view.explained] as const]),
    ...(compared === undefined ? [] : comparedPairs(compared)),
    ...(view.zone === usualView.zone ? [] : [['zone', view.zone] as const]),
  ];
  return pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${readable(value)}`).join('&')}`;
}

function comparedPairs({ asOf, knownAt }: ScrubbedMoment): readonly (readonly [string, string])[] {
  return [
    ['toAsOf', asOf === 'now' ? asOf : formatInstant(asOf)],
    ['toKnownAt', knownAt === 'head' ? 'now' : String(knownAt)],
  ];
}

/** What may stand in a query as it is stays as it is, so that an address can be read. */
function readable(value: string): string {
  return encodeURIComponent(value).replaceAll(/%(?:3A|2F|2C|40)/g, decodeURIComponent);
}
