import { describe, expect, test } from 'vitest';

import { columnsOf } from '../../src/client/reading-columns.ts';
import { conflictsOf, withAttackTitle } from '../../src/web/panels/conflicts/conflict.ts';
import { linksOf } from '../../src/web/panels/fact/links.ts';
import { descriptionOf, namesInOrder, partOfSchema } from '../../src/web/panels/fact/schema.ts';
import { countUnlocated, locatedPlaces } from '../../src/web/panels/places/located.ts';
import { amountOf, figureOf } from '../../src/web/panels/shared/figure.ts';
import { entriesOf, listNames } from '../../src/web/panels/situation/entries.ts';
import { munitionsOf, partsOf, peopleOf } from '../../src/web/panels/situation/figures.ts';
import { listTimes } from '../../src/web/panels/situation/list-times.ts';
import {
  latenessesOf,
  medianOf,
  publisherOf,
  sortedPublishers,
} from '../../src/web/panels/sources/publisher.ts';
import { foundingAnswers } from './panels-founding.ts';

const founding = await foundingAnswers();

describe('the situation of the founding streams', () => {
  const { situation } = founding;

  test('tells the killed and the injured, and of the others those that are known', () => {
    expect(peopleOf(situation).map(({ harm, figure }) => [harm, figure?.best])).toEqual([
      ['killed', 1],
      ['injured', 26],
      ['childrenInjured', 1],
    ]);
    expect(peopleOf({}).map(({ harm, figure }) => [harm, figure])).toEqual([
      ['killed', undefined],
      ['injured', undefined],
    ]);
  });

  test('tells munitions by class, and what is not known of them', () => {
    const told = munitionsOf(situation).map(({ className, cells }) => [
      className,
      cells.launched.figure?.best,
      cells.intercepted.figure?.best,
      cells.lost.figure?.best,
    ]);
    expect(told).toEqual([
      ['drone', 539, 268, 208],
      ['missile', 11, 2, undefined],
    ]);
    expect(partsOf(situation, 'missile').map(({ part }) => part)).toContain('ballistic|Kinzhal');
  });

  test('has the claims of a number with who makes them and which one counts', () => {
    const launched = munitionsOf(situation)[1]?.cells.launched.figure;
    expect(
      launched?.claims.map(({ sources, counted, from }) => [sources[0]?.publisher, counted, from.length]),
    ).toEqual([
      ['Founding article', true, 0],
      ['Ukrainian Air Force', false, 3],
    ]);
  });

  test('lists what is in it, each with the fact that it is of', () => {
    const counts = listNames.map((list) => [list, entriesOf(situation, list).length]);
    expect(Object.fromEntries(counts)).toEqual({
      damage: 4,
      deliveries: 1,
      calls: 2,
      positions: 3,
      statements: 4,
      links: 1,
      alerts: 0,
    });
    for (const list of listNames)
      for (const { fact } of entriesOf(situation, list)) expect(fact).toMatch(/^0197/);
    expect(entriesOf(situation, 'deliveries')[0]).toMatchObject({ status: 'delayed', committed: false });
    expect(entriesOf(situation, 'calls')[0]?.tags).toEqual(['actor:donald-trump', 'actor:vladimir-putin']);
  });

  test('is joined to the fact that a link is about', () => {
    expect(linksOf(situation, founding.call).map(({ status, relation }) => [status, relation])).toEqual([
      ['unconfirmed', 'timed-with'],
    ]);
  });
});

test('an alert in force, and others with it, are entries of their own', () => {
  const one = {
    fact: 'a',
    since: '2025-07-03',
    kind: 'air-raid',
    more: [{ fact: 'b', since: '2025-07-04' }],
  };
  const alerts = entriesOf({ alerts: { 'place:kyiv': { '': one } } }, 'alerts');
  expect(alerts.map(({ fact, tags, sources }) => [fact, tags, sources])).toEqual([
    ['a', ['place:kyiv'], []],
    ['b', ['place:kyiv'], []],
  ]);
});

test.each([
  undefined,
  null,
  7,
  'text',
  [],
  [[1]],
  { casualties: 5, munitions: [], calls: { a: 3 }, alerts: 'x' },
])('a state of another shape (%j) has nothing to tell, and breaks nothing', (state) => {
  expect(peopleOf(state).every(({ figure }) => figure === undefined)).toBe(true);
  expect(munitionsOf(state)).toHaveLength(2);
  expect(partsOf(state, 'drone')).toEqual([]);
  for (const list of listNames) expect(entriesOf(state, list)).toEqual([]);
  expect(conflictsOf(state)).toEqual([]);
  expect(publisherOf('x', state)).toMatchObject({ reported: 0, lateness: undefined });
});

test('an amount without claims is no figure, and what is no number no amount', () => {
  expect(figureOf({ best: 3 })).toBeUndefined();
  expect(figureOf({ best: '3', claims: [] })).toBeUndefined();
  expect(figureOf({ best: 0, claims: [] })).toMatchObject({ best: 0, low: 0, high: 0 });
  expect(amountOf({ best: 26, high: 31 })).toMatchObject({ best: 26, low: 26, high: 31 });
  expect(amountOf({ best: 26 })).toMatchObject({ low: 26, high: 26, unit: undefined });
});

test('the times of a list are those of its facts that stand, and it was revised by what had happened', () => {
  const columns = columnsOf({
    head: { position: 4, recordedAt: null },
    inAll: 4,
    exact: true,
    types: ['CallHeld', 'NoteAdded'],
    streams: ['a-b'],
    lanes: ['a-b'],
    readings: {
      position: [1, 1, 1, 1],
      recordedTo: [null, null, null, null],
      recordedAt: [100, 10, 10, 10],
      fact: [0, 0, 0, 0],
      from: [10, 10, 10, 10],
      fromLatest: [0, 0, 0, 0],
      to: [null, null, null, null],
      toLatest: [null, null, null, null],
      isOpen: [0, 0, 0, 0],
      status: [0, 2, 0, 0],
      qualifier: [0, 0, 0, 0],
      type: [0, 0, 1, 0],
      stream: [0, 0, 0, 0],
      laneCount: [1, 1, 1, 1],
      laneOf: [0, 0, 0, 0],
    },
  });
  expect(listTimes(columns, 'calls', { asOf: 40, position: 9 })).toEqual({
    occurred: [10, 40],
    revised: 130,
  });
  expect(listTimes(columns, 'calls', { asOf: 39, position: 9 })).toEqual({
    occurred: [10, 40],
    revised: 110,
  });
  expect(listTimes(columns, 'calls', { asOf: 40, position: 1 })).toEqual({ occurred: [10], revised: 100 });
  expect(listTimes(columns, 'links', { asOf: 40, position: 9 })).toEqual({
    occurred: [],
    revised: undefined,
  });
});

describe('conflicts', () => {
  test('call the attack that they are about by its title, and by its name where there is none', () => {
    const [conflict] = conflictsOf(founding.conflicts);
    if (conflict === undefined) throw new Error('The founding streams have a conflict');
    const named = withAttackTitle(conflict, founding.situation);
    const title = 'Russia strikes Kyiv and other cities overnight';
    expect(JSON.stringify([named.about, named.sentence])).not.toContain('kyiv-2025-07-04');
    expect(named.sentence).toContain(`in “${title}”`);
    expect(named.about).toContain(title);
    expect(withAttackTitle(conflict, {})).toBe(conflict);
  });

  test('of the founding streams set a total beside its parts and what would close the gap', () => {
    const [conflict, ...more] = conflictsOf(founding.conflicts);
    expect(more).toEqual([]);
    expect(conflict).toMatchObject({
      kind: 'parts-fall-short',
      gap: 4,
      about: ['missile', 'launched', 'kyiv-2025-07-04'],
    });
    expect(
      conflict?.sides.map(({ role, amount, publishers }) => [role, amount?.best, publishers[0]]),
    ).toEqual([
      ['total', 11, 'Founding article'],
      ['parts', 7, 'Founding article'],
      ['closing', 4, 'Ukrainian Air Force'],
    ]);
  });

  test('of counts and of orders have a side for each claim and each event', () => {
    const values = [
      { publishers: ['A'], fact: 'a', best: 3 },
      { publishers: [''], fact: 'b', best: 4, derived: true },
    ];
    const conflicts = [
      {
        kind: 'counts-differ',
        about: { attack: 'x', figure: 'killed' },
        sentence: 's',
        facts: ['a', 'b'],
        values,
      },
      { kind: 'order', about: { cause: 'a', effect: 'b' }, sentence: 's', facts: ['a', 'b'] },
      { kind: 'something new', sentence: 's', facts: ['c'] },
    ];
    const told = conflictsOf({ conflicts }).map(({ kind, sides }) => [kind, sides.map(({ facts }) => facts)]);
    expect(told).toEqual([
      ['counts-differ', [['a'], ['b']]],
      ['order', [['a'], ['b']]],
      ['other', [['c']]],
    ]);
  });
});

const of = (name: string, worst: number | undefined, corrected: number) =>
  publisherOf(name, {
    corrected,
    ...(worst === undefined ? {} : { lateness: { count: 1, maxMs: worst, meanMs: worst } }),
  });

describe('publishers', () => {
  test('are as late as the projection says, and their median is that of its facts', () => {
    const publisher = publisherOf('Ukrainian Air Force', founding.airForce);
    const found = latenessesOf(founding.airForceFacts);
    expect(found).toHaveLength(publisher.lateness?.count ?? 0);
    expect(found.at(-1)).toBe(publisher.lateness?.worstMs);
    // Of the eight the middle two: recorded at 09:16:09 and 09:13:20, begun by 23:00:59.999 and 21:20:59.999 the evening before.
    expect(medianOf(found)).toBe((36_909_001 + 42_740_001) / 2);
    expect(publisherOf('Founding article', founding.article).lateness).toBeUndefined();
    expect(latenessesOf(founding.articleFacts)).toEqual([]);
  });

  test('have a median also of an even count, and none of nothing', () => {
    expect(medianOf([1, 2, 9])).toBe(2);
    expect(medianOf([1, 2, 4, 9])).toBe(3);
    expect(medianOf([])).toBeUndefined();
  });

  test('are sorted by lag or corrections, the most first; what is not known comes last', () => {
    const publishers = [of('c', undefined, 5), of('b', 10, 0), of('a', 20, 2)];
    expect(sortedPublishers(publishers, 'late').map(({ name }) => name)).toEqual(['a', 'b', 'c']);
    expect(sortedPublishers(publishers, 'corrected').map(({ name }) => name)).toEqual(['c', 'a', 'b']);
    expect(sortedPublishers(publishers, 'name').map(({ name }) => name)).toEqual(['a', 'b', 'c']);
  });
});

test('places of the same coordinates are one, with the facts that name them', () => {
  const places = locatedPlaces(founding.timeline);
  expect(places.map(({ name, facts }) => [name, facts.length])).toEqual([
    ['Kyiv', 8],
    ['Odesa', 1],
  ]);
  expect(countUnlocated(founding.timeline)).toBe(founding.timeline.length - 8);
});

describe('a JSON Schema', () => {
  const root = {
    properties: {
      killed: { description: 'people killed', $ref: '#/$defs/count' },
      sites: { items: { anyOf: [{ type: 'null' }, { $ref: '#/$defs/site' }] } },
      loop: { $ref: '#/properties/loop' },
    },
    $defs: {
      count: { properties: { best: { description: 'the best figure' } } },
      site: { properties: { name: { description: 'what it is called' } } },
    },
  };

  test('describes members, also those of items and of what it refers to', () => {
    expect(descriptionOf(root, partOfSchema(root, root, 'killed'))).toBe('people killed');
    const best = partOfSchema(root, partOfSchema(root, root, 'killed'), 'best');
    expect(descriptionOf(root, best)).toBe('the best figure');
    const item = partOfSchema(root, partOfSchema(root, root, 'sites'), 0);
    expect(descriptionOf(root, partOfSchema(root, item, 'name'))).toBe('what it is called');
  });

  test('that refers to itself ends', () => {
    expect(descriptionOf(root, partOfSchema(root, root, 'loop'))).toBeUndefined();
  });

  test('gives the order of members, and what it does not name comes last', () => {
    expect(namesInOrder(root, root, { other: 1, sites: [], killed: {} })).toEqual([
      'killed',
      'sites',
      'other',
    ]);
    expect(namesInOrder(undefined, undefined, { b: 1, a: 2 })).toEqual(['b', 'a']);
  });
});
