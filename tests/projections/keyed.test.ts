import { describe, expect, test } from 'vitest';

import { assert } from '../../src/domain/assert.ts';
import { inOneGo } from '../../src/domain/in-one-go.ts';
import { actors } from '../../src/projections/actors.ts';
import { measures } from '../../src/projections/measures.ts';
import { places } from '../../src/projections/places.ts';
import { sources } from '../../src/projections/sources.ts';
import { factsOf, foldFacts } from '../support/facts.ts';
import type { Told } from '../support/facts.ts';
import { articleFacts, barrage } from './founding.ts';

const article = factsOf(articleFacts);

describe('an actor', () => {
  test('did what it acted in, and had contact with whom it called', () => {
    const trump = foldFacts(actors, article, 'actor:donald-trump');
    expect(trump.did.latest.map(({ fact }) => fact)).toEqual(['call-putin', 'call-zelensky']);
    expect(trump.lastContact).toEqual({
      'actor:vladimir-putin': { fact: 'call-putin', occurred: '2025-07-03' },
      'actor:volodymyr-zelensky': { fact: 'call-zelensky', occurred: '2025-07-04' },
    });
    expect(trump.told.latest.map(({ by }) => by)).toEqual([
      ['actor:vladimir-putin'],
      ['actor:volodymyr-zelensky'],
    ]);
  });

  test('has the role it was last printed with', () => {
    expect(foldFacts(actors, article, 'actor:donald-trump').role).toMatchObject({
      role: 'former president',
      fact: 'call-putin',
    });
    expect(foldFacts(actors, article, 'actor:vladimir-putin')).not.toHaveProperty('role');
  });

  test('attacks and delivers, and is not said to have done what was done to it', () => {
    expect(foldFacts(actors, article, 'actor:russia').did.count).toBe(1);
    expect(foldFacts(actors, article, 'actor:united-states').did.latest).toMatchObject([
      { type: 'DeliveryDelayed', fact: 'delay' },
    ]);
    expect(foldFacts(actors, article, 'actor:ukraine')).toBe(actors.initial);
  });

  test('said its own statements and was told those of others about it', () => {
    const told: Told = {
      type: 'StatementMade',
      id: 'said',
      about: ['actor:b', 'actor:a'],
      data: { speaker: 'actor:a', speakerRole: 'minister' },
    };
    const facts = factsOf([told]);
    expect(foldFacts(actors, facts, 'actor:a')).toMatchObject({
      said: { count: 1 },
      told: { count: 0 },
      role: { role: 'minister' },
    });
    expect(foldFacts(actors, facts, 'actor:b').told).toMatchObject({
      count: 1,
      latest: [{ by: ['actor:a'] }],
    });
  });

  test('keeps the latest 200 deeds and the count of all', () => {
    const attacks = Array.from({ length: 230 }, () => ({ type: 'AttackReported', data: { by: 'actor:a' } }));
    const { did } = foldFacts(actors, factsOf(attacks), 'actor:a');
    expect([did.count, did.latest.length]).toEqual([230, 200]);
  });
});

describe('a place', () => {
  test('has its attacks, casualties and damage', () => {
    const kyiv = foldFacts(places, article, 'place:kyiv');
    expect(kyiv.attacks[barrage]).toMatchObject({
      title: 'Overnight barrage',
      facts: ['barrage', 'casualties'],
    });
    expect(kyiv.casualties.injured?.best).toBe(26);
    expect(kyiv.damage.map(({ name }) => name)).toEqual(['Polish embassy']);
  });

  test('has damage there from a fact that is about another place', () => {
    const odesa = foldFacts(places, article, 'place:odesa');
    expect(odesa.damage.map(({ name }) => name)).toEqual(['consulate of China']);
    expect(odesa.casualties).toEqual({});
  });
});

const noted: Told = { type: 'NoteAdded', publishers: ['Post'], occurred: '2025-07-04T12:00:00Z' };

const post = (...facts: readonly Told[]) => foldFacts(sources, factsOf(facts), 'Post');

describe('a publisher', () => {
  test('is late by recorded time less occurred time, and never early', () => {
    expect(
      post(
        { ...noted, recorded: '2025-07-04T13:00:00Z' },
        { ...noted, occurred: '2025-07-04', recorded: '2025-07-04T20:00:00Z' },
      ).lateness,
    ).toEqual({ count: 2, minMs: 0, maxMs: 3_600_000, sumMs: 3_600_000, meanMs: 1_800_000 });
  });

  test('has no lateness where the time is inferred, about, or open', () => {
    const state = post(
      { ...noted, inferred: ['occurred'] },
      { ...noted, occurred: '2025-07~' },
      { ...noted, occurred: '../2025-07' },
    );
    expect(state.reported).toBe(3);
    expect(state).not.toHaveProperty('lateness');
  });

  test('is the sole source of what names no other', () => {
    const state = post({ ...noted, id: 'alone' }, { ...noted, publishers: ['Post', 'Times'] });
    expect(state.soleSource).toEqual({ count: 1, facts: ['alone'] });
  });

  test('answers for what was corrected, even when it is no longer named', () => {
    const state = post({ ...noted, publishers: ['Times'], was: { publishers: ['Post'] } });
    expect(state).toMatchObject({ reported: 1, corrected: 1, retracted: 0, soleSource: { count: 0 } });
    expect(state).not.toHaveProperty('lateness');
  });

  test('answers for what was retracted, which counts as reported and no further', () => {
    const state = post({ ...noted, grade: 'B2' }, { ...noted, grade: 'B2', status: 'retracted' });
    expect(state).toMatchObject({
      reported: 2,
      byType: { NoteAdded: 2 },
      retracted: 1,
      corrected: 0,
      grades: { B2: 1 },
      soleSource: { count: 1 },
      lateness: { count: 1 },
    });
  });

  test("is followed over types of a user's own too", () => {
    expect(post({ ...noted, type: 'MeteorSeen' }).byType).toEqual({ MeteorSeen: 1 });
  });
});

const reported = (occurred: string, value: number, publisher = 'Ministry', unit?: string): Told => ({
  type: 'MeasureReported',
  occurred,
  publishers: [publisher],
  data: { subject: 'actor:russia', measure: 'tanks-lost', value, ...(unit === undefined ? {} : { unit }) },
});

const series = (...told: readonly Told[]) => foldFacts(measures, factsOf(told), 'actor:russia|tanks-lost');

describe('a series', () => {
  test('lists values by month, in the order they occurred', () => {
    const state = series(reported('2025-01-01', 3), reported('2024-12-31', 2, 'Ministry', 'tanks'));
    expect(state).toMatchObject({
      subject: 'actor:russia',
      measure: 'tanks-lost',
      count: 2,
      months: { '2024-12': [{ value: 2, unit: 'tanks' }], '2025-01': [{ value: 3 }] },
      latest: { occurred: '2025-01-01', value: 3 },
    });
    expect(state).not.toHaveProperty('unit');
  });

  test('takes a later value of the same publisher for the same time in place of the earlier', () => {
    const state = series(
      reported('2025-01-01', 3),
      reported('2025-01-01T00:00:00Z', 7),
      reported('2025-01-01', 5, 'Observer'),
      reported('2025-01-01', 4),
    );
    expect(state.count).toBe(3);
    expect(state.months['2025-01']?.map(({ value }) => value)).toEqual([7, 5, 4]);
  });

  test('copies a month once however many values a fold adds to it, and not the month that it began with', () => {
    const facts = factsOf([
      reported('2025-01-01', 1),
      reported('2025-01-02', 2),
      reported('2025-01-02', 3),
      reported('2025-01-03', 4, 'Observer'),
    ]);
    const apart = facts.map((_, index) =>
      facts.slice(0, index + 1).reduce((next, fact) => measures.evolve(next, fact), measures.initial),
    );
    const [start] = apart;
    assert(start !== undefined, 'there is a first fact');
    const before = structuredClone(start);
    const lists = new Set<unknown>();
    const together = inOneGo(() =>
      facts.slice(1).reduce((next, fact) => {
        const state = measures.evolve(next, fact);
        lists.add(state.months['2025-01']);
        return state;
      }, start),
    );
    expect(together).toEqual(apart.at(-1));
    expect(start).toEqual(before);
    expect(lists.size).toBe(1);
  });

  test('reaches back before the common era', () => {
    expect(Object.keys(series(reported('-0043-03-15', 1)).months)).toEqual(['-000043-03']);
  });

  test('of 20,000 values holds them all', () => {
    const told = Array.from({ length: 20_000 }, (_, index) =>
      reported(new Date(Date.UTC(2020, 0, 1) + index * 3_600_000).toISOString(), index),
    );
    const facts = factsOf(told);
    const state = facts.reduce((next, fact) => measures.evolve(next, fact), measures.initial);
    expect(state.count).toBe(20_000);
  });
});
