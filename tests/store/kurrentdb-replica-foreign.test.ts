import { describe, expect, test } from 'vitest';

import type { Json, JsonObject } from '../../src/domain/json.ts';
import { createClusterLog } from '../support/cluster-events.ts';
import { faultsOf, idsOf, parkedIn, replicasAtHand, takeInParts } from '../support/replica-at-hand.ts';
import { errorOf, retracts, seen } from './contract/setup.ts';

const { open } = replicasAtHand();

describe('an event in a stream of the log that is none of its events', () => {
  const metadata = createClusterLog();
  metadata.append('seen-kyiv', [seen('a')]);
  const good = metadata.events[0];
  const envelope = good?.metadata as { readonly asof: JsonObject };
  const deep = JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) as Json;

  const bad = [
    ['no metadata', { metadata: undefined }, /envelope/],
    ['metadata of something else', { metadata: { $correlationId: 'x' } }, /envelope/],
    ['an envelope without its append', { metadata: { ...envelope, asof: { v: 1 } } }, /not valid at/],
    ['an index beyond its append', { metadata: withMark({ index: 1 }) }, /not valid at \/asof\/index/],
    ['no data', { data: undefined }, /no JSON/],
    ['data that is no object', { data: [] }, /no JSON object/],
    ['data nested without end', { data: { deep } }, /deeper than 100/],
    ['metadata nested without end', { metadata: { ...envelope, deep } }, /deeper than 100/],
    ['a number beyond all numbers', { data: { count: Number.POSITIVE_INFINITY } }, /double/],
    ['a type that is none', { type: 'thing-seen' }, /type/],
    ['a link', { type: '$>', data: undefined }, /JSON/],
    ['a time that is none', { metadata: { ...envelope, occurred: 'soon' } }, /soon/],
    [
      'a correction without its version',
      { type: 'FactCorrected', data: { target: 'x', reason: 'r', about: [], sources: [], data: {} } },
      /version/,
    ],
    ['a correction of nothing named', { type: 'FactCorrected', data: { title: 't' } }, /FactCorrected/],
  ] as const;

  test.each(bad)('for want of %s is parked, and what comes after it is taken in', async (_, event, why) => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('first')]);
    log.write('seen-kyiv', { ...good, ...event, position: { commit: 50n, prepare: 50n } });
    log.append('seen-kyiv', [seen('last')]);
    await replica.take(log.events);
    expect(idsOf(replica)).toEqual(['first', 'last']);
    expect(parkedIn(replica)).toEqual([['seen-kyiv', 1, expect.stringMatching(why), undefined]]);
    expect(await faultsOf(replica)).toEqual([]);
  });

  test.each(bad)('for want of %s stops following where the scope says so', async (_, event, why) => {
    const { replica } = open({ scope: { prefix: '', foreign: 'stop' } });
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('first')]);
    log.write('seen-kyiv', { ...good, ...event, position: { commit: 50n, prepare: 50n } });
    log.append('seen-kyiv', [seen('last')]);
    for (const from of [0, 1, 1]) {
      const { code, message, facts } = await errorOf(replica.take(log.events.slice(from)));
      expect([code, facts['stream'], facts['revision']]).toEqual(['store-corrupt', 'seen-kyiv', 1]);
      expect(message).toMatch(why);
      expect(idsOf(replica)).toEqual(['first']);
      expect(replica.resumeAfter()?.position).toEqual(log.events[0]?.position);
    }
  });

  test('in the middle of an append parks the append whole', async () => {
    const { replica, batches } = open();
    const log = createClusterLog();
    const append = log.append('seen-kyiv', [seen('a'), { ...seen('b'), type: 'none' }, seen('c')]);
    await takeInParts(replica, log.events, 2);
    expect(batches.get(append)?.kind).toBe('parked');
    expect(parkedIn(replica).map(([, revision]) => revision)).toEqual([0, 1, 2]);
  });

  test('lets an append that cannot be recorded be parked even where following stops at others', async () => {
    const { replica } = open({ scope: { prefix: '', foreign: 'stop' } });
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a'), retracts('b', 'a')]);
    log.append('seen-kyiv', [retracts('c', 'a')]);
    await replica.take(log.events);
    expect(replica.counts().parked).toBe(1);
  });

  test.each([
    ['an envelope of a newer form', { metadata: withMark({ v: 2 }) }],
    [
      'a correction of a newer version',
      { type: 'FactCorrected', metadata: { ...envelope, schemaVersion: 2 } },
    ],
    [
      'a time in a zone that is not known here',
      { metadata: { ...envelope, occurred: '2025-07-03[Moon/Tranquility]' } },
    ],
  ])('that has %s stops following on every node, for another one records it', async (_, event) => {
    const { replica } = open();
    const log = createClusterLog();
    log.write('seen-kyiv', { ...good, ...event });
    expect((await errorOf(replica.take(log.events))).code).toBe('store-newer');
    expect(replica.counts().parked).toBe(0);
  });

  function withMark(mark: JsonObject) {
    return { ...envelope, asof: { ...envelope.asof, ...mark } };
  }
});
