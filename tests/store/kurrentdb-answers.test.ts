import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import statusPb from '@eventstore/db-client/generated/status_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import * as fc from 'fast-check';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import { describe, expect, test } from 'vitest';

import { isStreamName } from '../../src/domain/stream.ts';
import { unreachable, whyOf } from '../../src/store/kurrentdb/failures.ts';
import type { ClusterScope } from '../../src/store/kurrentdb/parts.ts';
import { allRequest, streamRequest, subscribeRequest } from '../../src/store/kurrentdb/read-requests.ts';
import { streamRoles } from '../../src/store/kurrentdb/replica/scope.ts';
import { clusterStreamOf, filterOf, mayBeOurs } from '../../src/store/kurrentdb/scope.ts';
import type { StreamFilter } from '../../src/store/kurrentdb/scope.ts';
import { writeOutcomeOf } from '../../src/store/kurrentdb/write-outcome.ts';

describe('the answer of a cluster to an append', () => {
  test('that it took it is one', () => {
    const success = new streamsPb.BatchAppendResp.Success().setCurrentRevision('4');
    expect(writeOutcomeOf(new streamsPb.BatchAppendResp().setSuccess(success))).toEqual({ kind: 'written' });
  });

  test.each([
    ['WrongExpectedVersion', new Uint8Array(), { kind: 'not-as-expected' }],
    [
      'MaximumAppendSizeExceeded',
      new sharedPb.MaximumAppendSizeExceeded().setMaxappendsize(77).serializeBinary(),
      refused('request-too-large', '77 bytes'),
    ],
    ['StreamDeleted', new Uint8Array(), refused('store-corrupt', 'for good')],
    ['AccessDenied', new Uint8Array(), refused('store-unreachable', 'does not let this node append')],
    ['BadRequest', new Uint8Array(), refused('invalid-request', 'said so')],
    ['InvalidTransaction', new Uint8Array(), refused('invalid-request', 'said so')],
    [
      'Timeout',
      new Uint8Array(),
      { kind: 'unknown', wasSent: true, why: expect.stringContaining('said so') },
    ],
    ['Unknown', new Uint8Array(), { kind: 'unknown' }],
    ['SomethingNew', new Uint8Array(), { kind: 'unknown' }],
    [
      'MaximumAppendSizeExceeded',
      new Uint8Array([0xff]),
      { kind: 'unknown', why: expect.stringContaining('something else') },
    ],
  ])('that it did not says why: %s', (name, value, expected) => {
    const details = new anyPb.Any();
    details.pack(value, `event_store.client.${name}`);
    expect(
      writeOutcomeOf(answer(new statusPb.Status().setMessage('said so').setDetails(details))),
    ).toMatchObject(expected);
  });

  test('without details, or with nothing at all, leaves it unknown', () => {
    for (const one of [answer(new statusPb.Status().setMessage('so')), new streamsPb.BatchAppendResp()])
      expect(writeOutcomeOf(one)).toMatchObject({ kind: 'unknown', wasSent: true });
  });
});

describe('why a call failed', () => {
  test.each([
    [unreachable('it did not answer'), 'The cluster cannot be reached: it did not answer'],
    ['a text', 'the call failed'],
    [new Error('two\n lines'), 'two lines'],
    [
      Object.assign(new Error('14 UNAVAILABLE: x'), {
        details:
          'No connection established. Last error: Error: connect ECONNREFUSED 10.0.0.3:2113. Resolution note: ',
      }),
      'No connection established. connect ECONNREFUSED 10.0.0.3:2113.',
    ],
    [
      Object.assign(new Error('x'), {
        details: 'No connection established. Last error: null. Resolution note: ',
      }),
      'No connection established.',
    ],
    [new Error('x'.repeat(999)), 'x'.repeat(300)],
  ])('is said in short: %o', (error, why) => {
    expect(whyOf(error)).toBe(why);
  });
});

describe('what is asked of a cluster', () => {
  const scopes: readonly ClusterScope[] = [
    { prefix: '', foreign: 'park' },
    { prefix: 'news.', foreign: 'park' },
    { prefix: 'news-', foreign: 'park', categories: ['war', 'calls'] },
    { prefix: '', foreign: 'park', categories: ['asof'] },
  ];
  const names = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('', 'news.', 'news-', 'newt.', '$', '$$'),
        fc.constantFrom(
          'war-1',
          'warm-1',
          'calls-a-b',
          'asof-log',
          'asof-x',
          'nothing',
          '-x',
          'war-',
          '$ce-war',
          '',
        ),
      )
      .map(([prefix, rest]) => prefix + rest),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  );

  test.each(scopes)('is every stream that may be of the log: %o', (scope) => {
    const roleOf = streamRoles(scope);
    const filter = filterOf(scope);
    fc.assert(
      fc.property(names, (name) => {
        if (name === '' || roleOf(name).kind === 'other') return;
        expect(passes(filter, name)).toBe(true);
        expect(mayBeOurs(scope)(name)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test('is nothing of the cluster itself, and nothing of other prefixes and categories', () => {
    for (const scope of scopes)
      for (const name of ['$ce-war', '$$war-1', '$settings'])
        expect(passes(filterOf(scope), name)).toBe(false);
    const [, prefixed = scopes[0], bounded] = scopes;
    if (prefixed === undefined || bounded === undefined) throw new Error('they are there');
    expect(passes(filterOf(prefixed), 'newt.war-1')).toBe(false);
    for (const name of ['news-warm-1', 'news-war', 'war-1'])
      expect(passes(filterOf(bounded), name)).toBe(false);
  });

  test('is a stream by the name that it has there', () => {
    for (const scope of scopes)
      for (const stream of ['war-1', 'calls-a:b', 'asof-x', 'asof-log', 'nothing', '$x-1'])
        try {
          const name = clusterStreamOf(scope, stream);
          expect(streamRoles(scope)(name)).toEqual({ kind: 'own', stream });
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid-stream' });
          const isElse = stream === 'asof-log' || !isStreamName(stream) || scope.categories !== undefined;
          expect(isElse).toBe(true);
        }
  });

  test('is said in the words of its protocol', () => {
    const position = { commit: 2n ** 64n - 1n, prepare: 7n };
    const all = allRequest(position, {
      limit: 1,
      backwards: true,
      filter: { prefixes: ['a', 'b'] },
    }).getOptions();
    expect(all?.getAll()?.getPosition()?.toObject()).toEqual({
      commitPosition: '18446744073709551615',
      preparePosition: '7',
    });
    expect([
      all?.getCount(),
      all?.getReadDirection(),
      all?.getFilter()?.getStreamIdentifier()?.getPrefixList(),
    ]).toEqual(['1', 1, ['a', 'b']]);
    const stream = streamRequest('x-1', 3).getOptions();
    expect([stream?.hasNoFilter(), stream?.getStream()?.hasStart(), stream?.getCount()]).toEqual([
      true,
      true,
      '3',
    ]);
    const following = subscribeRequest('start', { regex: '^[^$]' }).getOptions();
    expect([
      following?.hasSubscription(),
      following?.getAll()?.hasStart(),
      following?.getFilter()?.getStreamIdentifier()?.getRegex(),
    ]).toEqual([true, true, '^[^$]']);
    expect(allRequest('end', { limit: 1 }).getOptions()?.getAll()?.hasEnd()).toBe(true);
  });
});

function refused(code: string, sentence: string) {
  return { kind: 'refused', error: { code, message: expect.stringContaining(sentence) } };
}

function answer(status: InstanceType<typeof statusPb.Status>) {
  return new streamsPb.BatchAppendResp().setError(status);
}

function passes(filter: StreamFilter, name: string): boolean {
  return 'regex' in filter
    ? new RegExp(filter.regex, 'u').test(name)
    : filter.prefixes.some((prefix) => name.startsWith(prefix));
}
