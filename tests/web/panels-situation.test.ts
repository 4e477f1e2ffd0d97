import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Client } from '../../src/client/index.ts';
import { chipsOf } from '../../src/web/header/chips.ts';
import { usualView } from '../../src/web/model/view.ts';
import type { Claim } from '../../src/web/panels/shared/figure.ts';
import { figureOf } from '../../src/web/panels/shared/figure.ts';
import { memberOf } from '../../src/web/panels/shared/json.ts';
import type { Mention } from '../../src/web/panels/shared/use-mentions.ts';
import { knownSince } from '../../src/web/panels/situation/known-since.ts';
import { hasNumbers } from '../../src/web/panels/situation/numbers-told.ts';
import { precedencesOf } from '../../src/web/panels/situation/precedence.ts';
import { recordedClaims } from '../../src/web/panels/situation/recorded-claims.ts';
import { isUncertainClaim, uncertainPart } from '../../src/web/panels/situation/uncertain.ts';
import { foundingClient } from './panels-founding.ts';

const claim = (part: Partial<Claim>): Claim => ({
  best: 1,
  low: 1,
  high: 1,
  unit: undefined,
  fact: 'a',
  attack: 'one',
  sources: [],
  derived: false,
  counted: true,
  inferred: [],
  from: [],
  ...part,
});

const by = (publisher: string, grade?: string) => [{ publisher, attributedTo: undefined, grade }];

describe('the founding streams', () => {
  let client: Client;
  let close: () => Promise<void>;
  beforeAll(async () => ({ client, close } = await foundingClient()));
  afterAll(async () => close());

  const asked = async (asOf: string, ...steps: readonly string[]) => {
    const { state, uncertain } = await client.state('situation', { asOf });
    const figure = figureOf(memberOf(state, ...steps));
    return figure && uncertainPart(figure, new Set(uncertain.map(({ id }) => id)));
  };

  test('have killed on the evening before the strike that may not have been killed yet, and are sure of it a day later', async () => {
    expect(await asked('2025-07-02T23:59:59Z', 'casualties', 'killed')).toBe('all');
    expect(await asked('2025-07-02T23:59:59Z', 'munitions', 'drone', 'launched')).toBe('all');
    expect(await asked('2025-07-03T21:00:00Z', 'casualties', 'killed')).toBeUndefined();
  });

  test('say since when a number is known: a correction of another number of the same fact does not move it', async () => {
    const fact = '0197d6a3-7108-731f-bc25-251c9276988b';
    const { data } = await client.fact(fact);
    const since = async (name: string) => {
      const path = `/casualties/${name}/best`;
      return knownSince(async (range) =>
        client.series('situation', { path, axis: 'recorded', points: 2, ...range }),
      );
    };
    const first = Date.UTC(2025, 6, 4, 18, 12, 5);
    expect([await since('killed'), await since('injured')]).toEqual([first, first]);
    await client.correct(fact, { reason: 'Five more', data: { ...data, injured: { best: 31 } } });
    expect(await since('killed')).toBe(first);
    expect(await since('injured')).toBeGreaterThan(first);
    expect(await since('missing')).toBeUndefined();
  });

  test('say which source went before which, and why, where a number fell and rose again', async () => {
    const explained = await client.explain('situation', '/munitions/missile/intercepted');
    const precedences = precedencesOf(explained);
    expect([...precedences.values()]).toEqual([
      { by: ['Ukrainian Air Force'], insteadOf: ['Founding article'], why: 'later' },
    ]);
    const [fact] = precedences.keys();
    const title = explained.steps.find(({ id }) => id === fact)?.title;
    expect(title).toBe('Air Force counts no Kinzhal shot down');
  });
});

describe('a number may not have happened yet', () => {
  test('in part, where only some of what it is added up from may not have', () => {
    const claims = [
      claim({ fact: 'a', best: 5 }),
      claim({ fact: 'b', best: 2, attack: 'two' }),
      claim({ fact: 'c', best: 9, attack: 'two', counted: false }),
    ];
    expect(uncertainPart({ claims }, new Set(['b']))).toEqual({ part: 2 });
    expect(uncertainPart({ claims }, new Set(['a', 'b']))).toBe('all');
    expect(uncertainPart({ claims }, new Set(['c']))).toBeUndefined();
  });

  test('by the parts of a sum, each of a fact of its own', () => {
    const sum = claim({
      fact: 'b',
      best: 7,
      from: [
        { part: 'cruise|', fact: 'a', best: 4 },
        { part: 'ballistic|', fact: 'b', best: 3 },
      ],
    });
    expect(uncertainPart({ claims: [sum] }, new Set(['a']))).toEqual({ part: 4 });
    expect(isUncertainClaim(sum, new Set(['a']))).toBe(true);
    expect(isUncertainClaim(sum, new Set(['c']))).toBe(false);
  });
});

const mention = (position: number, corrected?: number): Mention => ({
  id: String(position),
  position,
  stream: 'strikes-a',
  type: 'CasualtiesReported',
  title: '',
  occurred: '2025-07-04',
  recorded: { at: `at ${position}`, position },
  corrected: corrected === undefined ? undefined : { at: `at ${corrected}`, position: corrected },
});

describe('claims', () => {
  const mentions = new Map([
    ['late', mention(9, 12)],
    ['early', mention(2)],
    ['other', mention(1)],
  ]);

  test('stand in the order of recording; of each attack the first is named, and who says the same agrees', () => {
    const claims = [
      claim({ fact: 'late', best: 539 }),
      claim({ fact: 'early', best: 539, counted: false }),
      claim({ fact: 'other', attack: 'two', best: 4 }),
    ];
    expect(
      recordedClaims(claims, mentions).map(({ claim: { fact }, isFirst, standing, recorded, corrected }) => [
        fact,
        isFirst,
        standing,
        recorded?.position,
        corrected?.position,
      ]),
    ).toEqual([
      ['other', false, 'counted', 1, undefined],
      ['early', true, 'agrees', 2, undefined],
      ['late', false, 'counted', 9, 12],
    ]);
  });

  test('that say another number do not agree, and a sum was recorded with the last of its parts', () => {
    const from = [
      { part: 'a', fact: 'early', best: 1 },
      { part: 'b', fact: 'late', best: 1 },
    ];
    const told = recordedClaims(
      [claim({ fact: 'other' }), claim({ from, best: 2, counted: false })],
      mentions,
    );
    expect(told.map(({ standing, recorded }) => [standing, recorded?.position])).toEqual([
      ['counted', 1],
      ['notCounted', 9],
    ]);
  });

  test('whose facts could not be had come last, and nobody is named the first then', () => {
    const told = recordedClaims(
      [claim({ fact: 'lost' }), claim({ fact: 'early', counted: false })],
      mentions,
    );
    expect(told.map(({ recorded, isFirst }) => [recorded?.position, isFirst])).toEqual([
      [2, false],
      [undefined, false],
    ]);
  });
});

test.each([
  [by('B', 'A1'), by('A', 'B2'), false, 'grade'],
  [by('B'), by('A'), true, 'reported'],
  [by('B'), by('A'), false, 'later'],
] as const)(
  'another claim counts by its grade, as reported, or as the later one',
  (now, was, derived, why) => {
    const [moment, told] = [
      { id: 'x', claims: [{ best: 1, attack: 'one', counted: true, derived, sources: was }] },
      { id: 'y', claims: [{ best: 1, attack: 'one', counted: true, sources: now }] },
    ];
    const old = moment.claims.map((one) => ({ ...one, counted: false }));
    const steps = [
      { ...moment, value: { best: 1, claims: moment.claims } },
      { ...told, value: { best: 1, claims: [...old, ...told.claims] } },
    ];
    const found = precedencesOf({ steps: steps as never });
    expect([...found]).toEqual([['y', { by: ['B'], insteadOf: ['A'], why }]]);
  },
);

const point = (minute: number, value?: number) => ({
  at: new Date(minute * 60_000).toISOString(),
  position: minute,
  value,
});

describe('a number that changed more often than a series tells at once', () => {
  test('is looked at closer, between the last that was another and the first that is the same', async () => {
    const ranges: unknown[] = [];
    const since = await knownSince(async (range) => {
      ranges.push(range);
      return ranges.length === 1
        ? { exact: false, points: [point(0), point(10, 4), point(20, 5), point(30, 5)] }
        : { exact: true, points: [point(10, 4), point(13, 5)] };
    });
    expect(since).toBe(13 * 60_000);
    expect(ranges).toEqual([{}, { from: 10 * 60_000, to: 20 * 60_000 }]);
  });

  test('is not said to be known since a time that is not to be had', async () => {
    const points = [point(10, 4), point(20, 5)];
    expect(await knownSince(async () => ({ exact: false, points }))).toBeUndefined();
    expect(await knownSince(async () => ({ exact: true, points: [point(1, 4), point(2)] }))).toBeUndefined();
  });
});

test('a situation has numbers where anything is known of people or munitions', () => {
  expect(hasNumbers({ casualties: {}, munitions: {}, alerts: { a: {} } })).toBe(false);
  expect(hasNumbers({ casualties: {}, munitions: { drone: {} } })).toBe(true);
});

test('what is left out stands on a chip that lets it in again: each value, and what may not have happened yet', () => {
  expect(chipsOf(usualView)).toEqual([]);
  const filter = { ...usualView.filter, types: ['CallHeld', 'NoteAdded'], text: 'words' };
  const chips = chipsOf({ filter, certainty: 'certain' });
  expect(chips.map(({ without }) => without)).toEqual([
    { filter: { ...filter, types: ['NoteAdded'] } },
    { filter: { ...filter, types: ['CallHeld'] } },
    { certainty: 'possible' },
  ]);
  for (const { name, action } of chips) expect(action).toContain(name);
});
