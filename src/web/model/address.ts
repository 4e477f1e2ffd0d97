import { readInstant } from '../../domain/instant.ts';
import type { Filter, LaneKind, PanelName, ScrubbedMoment, View, ZoneChoice } from '../model.ts';
import { usualView } from './view.ts';

/** What an address of the page says. */
export interface ReadAddress {
  readonly view: View;
  /** Names of parameters that say nothing the page understands: the usual holds instead. */
  readonly refused: readonly string[];
  /** Where `knownAt` is an instant, in milliseconds of the Unix epoch: which position that is, only the log tells. */
  readonly knownAtTime: number | undefined;
}

const laneKinds: readonly LaneKind[] = ['stream', 'actor', 'place', 'type', 'source'];
const zones: readonly ZoneChoice[] = ['utc', 'local', 'own'];
/** The panels, in the order of their tabs. */
export const panelNames: readonly PanelName[] = [
  'situation',
  'fact',
  'compare',
  'knowledge',
  'places',
  'conflicts',
  'sources',
];

/** Most values of one field of a filter, and most characters of words to find: as the HTTP API takes them. */
const most = { values: 50, characters: 500 };

/** Reads the query of an address, with or without its question mark; what makes no sense is left out and named. */
export function readAddress(query: string): ReadAddress {
  const given = new URLSearchParams(query);
  const refused = new Set<string>();
  const read = <Value>(name: string, parse: (text: string) => Value | undefined): Value | undefined => {
    const texts = given.getAll(name);
    given.delete(name);
    const [text] = texts;
    if (text === undefined) return undefined;
    const value = texts.length === 1 ? parse(text) : undefined;
    if (value === undefined) refused.add(name);
    return value;
  };
  const oneOf = <Name extends string>(name: string, names: readonly Name[]): Name | undefined =>
    read(name, (text) => names.find((one) => one === text));

  const asOf = read('asOf', asOfOf);
  const knownAt = read('knownAt', knownAtOf);
  const view: View = {
    asOf: asOf ?? usualView.asOf,
    knownAt: typeof knownAt === 'object' ? 'head' : (knownAt ?? usualView.knownAt),
    newest: read('newest', (text) => numberOf(positionOf(text))),
    linked: oneOf('linked', ['yes', 'no']) === 'yes',
    certainty: oneOf('certainty', ['possible', 'certain']) ?? usualView.certainty,
    window: windowOf(read('from', instantOf), read('to', instantOf), refused),
    lanes: oneOf('lanes', laneKinds) ?? usualView.lanes,
    filter: filterOf(given, read, refused),
    panel: oneOf('panel', panelNames) ?? usualView.panel,
    selected: read('event', idOf),
    explained: read('path', pointerOf),
    compared: comparedOf(read('toAsOf', asOfOf), read('toKnownAt', positionOf)),
    zone: oneOf('zone', zones) ?? usualView.zone,
  };
  for (const name of given.keys()) refused.add(name);
  return { view, refused: [...refused], knownAtTime: typeof knownAt === 'object' ? knownAt.ms : undefined };
}

type Read = <Value>(name: string, parse: (text: string) => Value | undefined) => Value | undefined;

function filterOf(given: URLSearchParams, read: Read, refused: Set<string>): Filter {
  const valuesOf = (name: string): readonly string[] => {
    const values = [...new Set(given.getAll(name))];
    given.delete(name);
    const kept = values.filter((value) => value !== '').slice(0, most.values);
    if (kept.length < values.length) refused.add(name);
    return kept;
  };
  return {
    about: valuesOf('about'),
    types: valuesOf('type'),
    streams: valuesOf('stream'),
    sources: valuesOf('source'),
    text: read('q', (text) => (text.length <= most.characters ? text : undefined)) ?? '',
  };
}

function windowOf(from: number | undefined, to: number | undefined, refused: Set<string>): View['window'] {
  if (from !== undefined && to !== undefined && from < to) return { from, to };
  if (from !== undefined) refused.add('from');
  if (to !== undefined) refused.add('to');
  return undefined;
}

function comparedOf(
  asOf: ScrubbedMoment['asOf'] | undefined,
  knownAt: ScrubbedMoment['knownAt'] | undefined,
): ScrubbedMoment | undefined {
  if (asOf === undefined && knownAt === undefined) return undefined;
  return { asOf: asOf ?? 'now', knownAt: knownAt ?? 'head' };
}

function asOfOf(text: string): ScrubbedMoment['asOf'] | undefined {
  return text === 'now' ? 'now' : instantOf(text);
}

function knownAtOf(text: string): ScrubbedMoment['knownAt'] | { readonly ms: number } | undefined {
  const ms = instantOf(text);
  return ms === undefined ? positionOf(text) : { ms };
}

/** Returns the position up to which an address shows the log: what it says is known is shown in any case. Undefined for all there is. */
export function shownUpTo({ view, knownAtTime }: ReadAddress): number | undefined {
  if (view.newest === undefined || knownAtTime !== undefined) return undefined;
  return Math.max(view.newest, numberOf(view.knownAt) ?? 0);
}

function numberOf(position: ScrubbedMoment['knownAt'] | undefined): number | undefined {
  return typeof position === 'number' ? position : undefined;
}

function positionOf(text: string): ScrubbedMoment['knownAt'] | undefined {
  if (text === 'now' || text === 'head') return 'head';
  const position = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(position) ? position : undefined;
}

/** A plus that was not written as `%2B` arrives as a space. */
function instantOf(text: string): number | undefined {
  return readInstant(text.replace(' ', '+'))?.ms;
}

function idOf(text: string): string | undefined {
  return /^[!-~]{1,200}$/.test(text) ? text : undefined;
}

function pointerOf(text: string): string | undefined {
  return /^(?:\/(?:[^~]|~[01])*)?$/s.test(text) ? text : undefined;
}
