import { describe, expect, test } from 'vitest';

import { conflicts } from '../../src/projections/conflicts.ts';
import { factsOf, foldFacts } from '../support/facts.ts';
import type { Told } from '../support/facts.ts';
import { airForceFacts, articleFacts, barrage } from './founding.ts';

const conflictsOf = (...told: readonly Told[]) => foldFacts(conflicts, factsOf(told)).conflicts;

describe('the founding conflict', () => {
  test("is that the article's missile parts fall short of its total by four", () => {
    expect(conflictsOf(...articleFacts)).toEqual([
      {
        kind: 'parts-fall-short',
        about: { attack: barrage, class: 'missile', figure: 'launched' },
        sentence:
          'Article puts missiles launched in overnight barrage at 11, and the parts it reports add up to 7: 4 missing.',
        facts: ['barrage'],
        publishers: ['Article'],
        total: 11,
        parts: 7,
        gap: 4,
      },
    ]);
  });

  test("is closed by the Air Force's four cruise missiles", () => {
    const [conflict, ...others] = conflictsOf(...articleFacts, ...airForceFacts);
    expect(others).toEqual([]);
    expect(conflict).toMatchObject({
      kind: 'parts-fall-short',
      gap: 4,
      closedBy: [
        {
          part: 'cruise|Iskander-K',
          best: 4,
          fact: 'wave-iskander-k',
          publishers: ['Ukrainian Air Force'],
        },
      ],
    });
    expect(conflict?.sentence).toContain(
      'Ukrainian Air Force reports parts of other kinds that close the gap: 4 cruise Iskander-K.',
    );
  });

  test('stays open while the Air Force has not counted the cruise missiles', () => {
    const some = airForceFacts.filter(({ id }) => id !== 'wave-iskander-k');
    expect(conflictsOf(...articleFacts, ...some)[0]).not.toHaveProperty('closedBy');
  });
});

const attack = (publisher: string, munitions: readonly object[], id = publisher): Told => ({
  type: 'AttackReported',
  id,
  publishers: [publisher],
  data: { attack: 'raid', munitions },
});
const total = (best: number, more: object = {}) => ({ class: 'missile', launched: { best, ...more } });
const part = (kind: string, best: number, more: object = {}) => ({
  class: 'missile',
  kind,
  launched: { best, ...more },
});

describe('parts', () => {
  test('that are more than their total are a conflict', () => {
    expect(conflictsOf(attack('Post', [total(3), part('cruise', 5)]))).toMatchObject([
      { kind: 'parts-exceed', total: 3, parts: 5, gap: 2 },
    ]);
  });

  test('whose range reaches the total are none', () => {
    expect(conflictsOf(attack('Post', [total(9), part('cruise', 5, { high: 9 })]))).toEqual([]);
    expect(conflictsOf(attack('Post', [total(9, { low: 5 }), part('cruise', 5)]))).toEqual([]);
  });

  test('that were all worked out, or of which no number is known, are none', () => {
    expect(conflictsOf(attack('Post', [total(9), part('cruise', 5, { derived: true })]))).toEqual([]);
    expect(conflictsOf(attack('Post', [total(9), { class: 'missile', kind: 'cruise' }]))).toEqual([]);
  });

  test('of a kind that is already among the reported close no gap', () => {
    const theirs = [part('cruise', 5), part('ballistic', 0)];
    const found = conflictsOf(
      attack('Post', [total(9), part('cruise', 5)]),
      attack('Times', [part('cruise', 4)]),
    );
    expect(found.find(({ kind }) => kind === 'parts-fall-short')).not.toHaveProperty('closedBy');
    const none = conflictsOf(attack('Post', [total(9), part('cruise', 5)]), attack('Times', theirs));
    expect(none.find(({ kind }) => kind === 'parts-fall-short')).not.toHaveProperty('closedBy');
  });

  test('no longer conflict once the same publisher states another total', () => {
    const first = attack('Post', [total(9), part('cruise', 5)], 'first');
    expect(conflictsOf(first)).toHaveLength(1);
    expect(conflictsOf(first, attack('Post', [total(5)], 'second'))).toEqual([]);
  });
});

const killed = (publisher: string, best: number, name = 'raid'): Told => ({
  type: 'CasualtiesReported',
  id: publisher,
  publishers: [publisher],
  data: { attack: name, killed: { best } },
});

describe('counts', () => {
  test('of two publishers that differ are a conflict, with both and the range', () => {
    expect(conflictsOf(killed('Post', 1), killed('Times', 3))).toMatchObject([
      {
        kind: 'counts-differ',
        about: { attack: 'raid', figure: 'killed' },
        sentence: 'Counts of killed in raid differ: Post 1; Times 3.',
        facts: ['Post', 'Times'],
        publishers: ['Post', 'Times'],
        low: 1,
        high: 3,
      },
    ]);
  });

  test('of two attacks are not compared', () => {
    expect(conflictsOf(killed('Post', 1), killed('Times', 3, 'other raid'))).toEqual([]);
  });

  test('stay in conflict when another attack is reported', () => {
    const found = conflictsOf(killed('Post', 1), killed('Times', 3), killed('Daily', 3, 'other raid'));
    expect(found).toHaveLength(1);
  });

  test('of a fact without a source count as one more claim', () => {
    const [conflict] = conflictsOf(killed('Post', 1), { ...killed('Times', 3), publishers: [] });
    expect(conflict).toMatchObject({ publishers: ['Post', ''] });
    expect(conflict?.sentence).toContain('a fact without a source 3');
  });
});

const note = (id: string, occurred: string, causationId?: string): Told => ({
  type: 'NoteAdded',
  id,
  occurred,
  ...(causationId === undefined ? {} : { causationId }),
});

const delivery = (type: string, id: string, occurred: string): Told => ({
  type,
  id,
  occurred,
  data: { delivery: 'shells' },
});

describe('an order in time', () => {
  test('cannot hold when a cause occurred for certain after its effect', () => {
    expect(conflictsOf(note('effect', '2025-07-03', 'cause'), note('cause', '2025-07-05'))).toMatchObject([
      { kind: 'order', about: { cause: 'cause', effect: 'effect' }, facts: ['effect', 'cause'] },
    ]);
  });

  test('may hold when the times overlap, or the cause came first', () => {
    expect(conflictsOf(note('effect', '2025-07', 'cause'), note('cause', '2025-07-05'))).toEqual([]);
    expect(conflictsOf(note('effect', '2025-07-06', 'cause'), note('cause', '2025-07-05'))).toEqual([]);
    expect(conflictsOf(note('effect', '2025-07-06', 'nobody'))).toEqual([]);
  });

  test('cannot hold when a delivery resumed for certain before its delay', () => {
    expect(
      conflictsOf(
        delivery('DeliveryResumed', 'resumed', '2025-07-01'),
        delivery('DeliveryDelayed', 'delayed', '2025-07-03'),
      ),
    ).toMatchObject([{ kind: 'order', about: { delivery: 'shells' }, facts: ['resumed', 'delayed'] }]);
  });

  test('holds when a delivery is delayed once more', () => {
    expect(
      conflictsOf(
        delivery('DeliveryDelayed', 'delayed', '2025-07-01'),
        delivery('DeliveryResumed', 'resumed', '2025-07-03'),
        delivery('DeliveryDelayed', 'again', '2025-07-05'),
      ),
    ).toEqual([]);
  });

  test('is not broken by an alert that ends without a start', () => {
    const end: Told = { type: 'AlertEnded', occurred: '2025-07-01', data: { place: 'place:kyiv' } };
    const start: Told = { type: 'AlertStarted', occurred: '2025-07-02', data: { place: 'place:kyiv' } };
    expect(conflictsOf(end, start)).toEqual([]);
  });
});
