import { randomUUID } from 'node:crypto';

import { formatInstant } from '../../src/domain/instant.ts';
import { wireIdOf } from '../../src/store/wire-id.ts';
import type { RawEvent } from './cluster-append.ts';

/** How an event differs from a sound one; what is undefined in the envelope or in the mark is not written. */
export interface Differing {
  readonly id?: string;
  readonly wireId?: string;
  readonly type?: string;
  readonly contentType?: string;
  readonly data?: unknown;
  /** The data as it is written, where it is to be no JSON. */
  readonly text?: string;
  readonly envelope?: Readonly<Record<string, unknown>>;
  /** What stands under `asof`. */
  readonly mark?: Readonly<Record<string, unknown>>;
}

/** Makes an event as a node of Asof writes it: by what is said of envelopes, and not by the code that writes them. */
export function enveloped(differing: Differing = {}): RawEvent {
  const { id = randomUUID(), type = 'ThingSeen', contentType = 'application/json' } = differing;
  const { wireId = wireIdOf(id), data = { title: id, count: 1 } } = differing;
  const mark = {
    v: 1,
    ...(wireId === id ? {} : { id }),
    recordedAt: formatInstant(Date.now()),
    append: randomUUID(),
    index: 0,
    of: 1,
    ...differing.mark,
  };
  const envelope = {
    occurred: '2025-07-03T12:00:00Z',
    schemaVersion: 1,
    asof: mark,
    ...differing.envelope,
  };
  return {
    id: wireId,
    type,
    contentType,
    data: Buffer.from(differing.text ?? JSON.stringify(data)),
    metadata: Buffer.from(JSON.stringify(envelope)),
  };
}

/** Makes the events of one append; `differing` says how each of them differs. */
export function batchOf(count: number, differing: (index: number) => Differing = () => ({})): RawEvent[] {
  const append = randomUUID();
  return Array.from({ length: count }, (_, index) => {
    const { mark, ...rest } = differing(index);
    return enveloped({ ...rest, mark: { append, index, of: count, ...mark } });
  });
}

/** Makes an event of another program. */
export function foreign(type: string, data: Buffer | string, metadata: Buffer | string = ''): RawEvent {
  return {
    id: randomUUID(),
    type,
    contentType: 'application/json',
    data: Buffer.from(data),
    metadata: Buffer.from(metadata),
  };
}

/** Envelopes with a fault each: such an event is no event of the log. */
export const envelopeFaults: readonly [Differing, ...Differing[]] = [
  { envelope: { occurred: undefined } },
  { envelope: { occurred: 'tomorrow' } },
  { envelope: { occurred: 12 } },
  { envelope: { schemaVersion: 0 } },
  { envelope: { schemaVersion: '1' } },
  { envelope: { asof: undefined } },
  { envelope: { asof: null } },
  { envelope: { asof: [] } },
  { mark: { v: 0 } },
  { mark: { v: '1' } },
  { mark: { recordedAt: undefined } },
  { mark: { recordedAt: 'yesterday' } },
  { mark: { recordedAt: 0 } },
  { mark: { append: 'mine' } },
  { mark: { append: undefined } },
  { mark: { index: -1 } },
  { mark: { index: 1 } },
  { mark: { index: 0.5 } },
  { mark: { of: 0 } },
  { mark: { of: 1e9 } },
  { mark: { of: '1' } },
  { mark: { id: '..' } },
  { mark: { id: 'ü' } },
  { mark: { id: 'x'.repeat(201) } },
  { mark: { import: 'all' } },
  { mark: { import: { id: 'one', number: 0 } } },
  { mark: { note: { action: 'destroy' } } },
];

/** Texts that are JSON to some readers, and not or otherwise to others. */
export const oddTexts: readonly [string, ...string[]] = [
  '{"title":"t","count":1,"count":2}',
  '{"title":"t","count":1e400}',
  String.raw`{"title":"\ud800","count":1}`,
  '{"title":"t","__proto__":{"count":1}}',
  '{"title":"t","count":12345678901234567890}',
  '{"title":"t","count":-0}',
  `{"title":"t","deep":${'['.repeat(2000)}${']'.repeat(2000)}}`,
  `{"title":"t","deep":${'['.repeat(60)}${']'.repeat(60)}}`,
  `{"title":"${'x'.repeat(200_000)}","count":1}`,
  '\uFEFF{"title":"t","count":1}',
  ' {"title": "t", "count": 1.0} ',
];

/** Texts that are no JSON to anybody. */
export const unreadableTexts: readonly [string, ...string[]] = [
  '',
  '{"title":',
  '{"a":1}}',
  '\u0000',
  'ü',
  "{'title':'t'}",
];
