import { readFolder } from '../../../src/store/files/folder.ts';
import { foundingStreams } from '../../api/served.ts';
import type { KnownValues } from './http-values.ts';

/** Returns values that mean something to a server of the founding timeline. */
export async function knownOfFounding(): Promise<KnownValues> {
  const ids: string[] = [];
  const streams = new Set<string>();
  const types = new Set<string>();
  for await (const { id, stream, type } of readFolder(foundingStreams)) {
    if (id !== undefined) ids.push(id);
    streams.add(stream);
    types.add(type);
  }
  const instants = [
    '2025-07-03T20:00:00Z',
    '2025-07-04T00:00:00+03:00',
    '2024-01-01T00:00:00Z',
    '2026-01-01T00:00:00.5Z',
  ];
  const projections = ['situation', 'actors', 'places', 'sources', 'conflicts', 'measures'];
  const keys = ['place:kyiv', 'actor:ukraine', 'actor:vladimir-putin', 'Reuters'];
  return {
    instant: instants,
    asOf: [...instants, 'now'],
    knownAt: [...instants, 'now', '0', '1', '20', '34'],
    toAsOf: [...instants, 'now'],
    toKnownAt: ['now', '10', '34'],
    from: instants,
    to: instants,
    id: [...ids, 'h1-1', 'nothing'],
    stream: [...streams, 'fuzz-a', 'fuzz-b', 'fuzz-c'],
    type: [...types],
    version: ['1', '2'],
    about: ['place:kyiv', 'actor:ukraine', 'system:patriot'],
    source: ['Reuters', 'The Post'],
    q: ['kyiv', 'putin trump', 'удар', 'patriot OR', '"missile'],
    name: projections,
    projection: projections,
    key: keys,
    path: ['', '/casualties', '/attacks/0', '/nothing/here', '/calls'],
    after: ['0', '5', '34'],
    page: ['eyJ0IjoxfQ', 'x'],
    code: ['invalid-json', 'unknown-event', 'internal-error'],
    'If-Match': ['"0"', '3', '"99"'],
    'Last-Event-ID': ['5', '34'],
    'Idempotency-Key': ['"one"', 'two', '"three"'],
  };
}
