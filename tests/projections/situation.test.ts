import { describe, expect, test } from 'vitest';

import { situation } from '../../src/projections/situation.ts';
import { factsOf, foldFacts } from '../support/facts.ts';
import type { Told } from '../support/facts.ts';
import { airForceFacts, articleFacts, barrage } from './founding.ts';

const situationOf = (...told: readonly Told[]) => foldFacts(situation, factsOf(told));
const article = situationOf(...articleFacts);
const both = situationOf(...articleFacts, ...airForceFacts);

describe('the founding situation', () => {
  test('has each number with the source that claims it', () => {
    expect(article.casualties.injured).toEqual({
      best: 26,
      low: 26,
      high: 26,
      claims: [
        {
          fact: 'casualties',
          sources: [{ publisher: 'Article' }],
          best: 26,
          attack: barrage,
          counted: true,
        },
      ],
    });
    expect(article.casualties.killed?.best).toBe(1);
    expect(article.casualties.childrenInjured?.best).toBe(1);
    expect(article.munitions['drone']?.launched?.best).toBe(539);
    expect(article.munitions['missile']?.launched?.best).toBe(11);
  });

  test('leaves absent what nobody reports', () => {
    expect(article.casualties).not.toHaveProperty('missing');
    expect(article.munitions['drone']).not.toHaveProperty('intercepted');
    expect(article.attacks[barrage]?.munitions['drone']?.parts['decoy|']).toEqual({ kind: 'decoy' });
  });

  test('agrees with the Air Force, whose total is worked out of its waves', () => {
    const missiles = both.attacks[barrage]?.munitions['missile'];
    expect(missiles?.launched).toMatchObject({ best: 11, low: 11, high: 11, agree: true });
    expect(missiles?.launched?.claims).toMatchObject([
      { fact: 'barrage', best: 11 },
      {
        fact: 'wave-iskander-k',
        best: 11,
        derived: true,
        from: [
          { fact: 'wave-kinzhal', part: 'ballistic|Kinzhal', best: 1 },
          { fact: 'wave-iskander-m', part: 'ballistic|Iskander-M/KN-23', best: 6 },
          { fact: 'wave-iskander-k', part: 'cruise|Iskander-K', best: 4 },
        ],
      },
    ]);
    expect(missiles?.intercepted).toMatchObject({ best: 2, agree: true });
    expect(both.attacks[barrage]?.munitions['drone']?.lost?.best).toBe(208);
    expect(both.munitions['drone']?.intercepted?.best).toBe(268);
  });

  test('keeps what the article leaves to arithmetic marked as derived', () => {
    const other = article.attacks[barrage]?.munitions['missile']?.parts['other|'];
    expect(other?.launched?.claims).toMatchObject([{ best: 4, derived: true }]);
  });

  test('knows the delay, what is delayed, and that no commitment to resume was made', () => {
    expect(article.deliveries['air defence']).toMatchObject({
      status: 'delayed',
      since: '2025-07-01',
      items: [{ what: 'Patriot missile systems', system: 'system:patriot', fact: 'delay' }],
      commitmentToResume: { made: false, note: 'stays unclear', fact: 'call-zelensky' },
    });
  });

  test('lists the calls by pair, whichever side is named first', () => {
    expect(Object.keys(article.calls).toSorted()).toEqual([
      'actor:donald-trump|actor:vladimir-putin',
      'actor:donald-trump|actor:volodymyr-zelensky',
    ]);
    const [call] = article.calls['actor:donald-trump|actor:vladimir-putin'] ?? [];
    expect(call).toMatchObject({ fact: 'call-putin', outcome: 'No progress.', interactionOfYear: 6 });
    expect(call?.participants[1]).toEqual({ actor: 'actor:donald-trump', role: 'former president' });
  });

  test('keeps the link between call and assault unconfirmed, under links alone', () => {
    expect(article.links['call-putin→barrage:timed-with']).toMatchObject({
      status: 'unconfirmed',
      relation: 'timed-with',
      fact: 'link',
    });
    expect(JSON.stringify(article.attacks)).not.toMatch(/call-putin|cause/);
  });

  test('lists the damaged sites with their attack', () => {
    expect(article.damage.map(({ name, attack }) => ({ name, attack }))).toEqual([
      { name: 'Polish embassy', attack: barrage },
      { name: 'consulate of China', attack: barrage },
    ]);
  });
});

const injured = (publisher: string, best: number, more: object = {}): Told => ({
  type: 'CasualtiesReported',
  publishers: [publisher],
  data: { attack: 'raid', injured: { best, ...more } },
});

describe('a figure', () => {
  test('takes a later claim of the same publisher in place of the earlier', () => {
    const { casualties } = situationOf(injured('Post', 20), injured('Post', 26));
    expect(casualties.injured).toMatchObject({ best: 26, low: 26, high: 26 });
    expect(casualties.injured?.claims).toHaveLength(1);
  });

  test('keeps the claims of two publishers, and the range over both', () => {
    const { attacks } = situationOf(injured('Post', 20, { low: 18 }), injured('Times', 26));
    expect(attacks['raid']?.casualties.injured).toMatchObject({
      best: 26,
      low: 18,
      high: 26,
      agree: false,
    });
  });

  test('goes by the best grade before the latest', () => {
    const graded: Told = { ...injured('Post', 20), grade: 'B2' };
    const worse: Told = { ...injured('Times', 26), grade: 'B3' };
    expect(situationOf(graded, worse, injured('Blog', 40)).casualties.injured?.best).toBe(20);
  });

  test('goes by what was reported before what was worked out', () => {
    const { casualties } = situationOf(injured('Post', 20), injured('Times', 26, { derived: true }));
    expect(casualties.injured?.best).toBe(20);
  });

  test('marks what its fact marks as inferred', () => {
    const { casualties } = situationOf({ ...injured('Post', 20), inferred: ['injured', 'occurred'] });
    expect(casualties.injured?.claims[0]?.inferred).toEqual(['injured']);
  });

  test('is claimed by nobody in particular when its fact has no source', () => {
    const { casualties } = situationOf({ ...injured('Post', 20), publishers: [] }, injured('Post', 21));
    expect(casualties.injured?.claims.map(({ sources }) => sources.length)).toEqual([0, 1]);
  });
});

const launched = (id: string, munitions: readonly object[]): Told => ({
  type: 'AttackReported',
  id,
  publishers: ['Post'],
  data: { attack: 'raid', munitions },
});

const row = (best: number) => ({ class: 'drone', kind: 'jet', launched: { best } });

describe('the munitions of an attack', () => {
  test('are the sum of the parts only where no total is stated', () => {
    const part = { class: 'drone', model: 'Shahed', launched: { best: 3 } };
    const total = { class: 'drone', launched: { best: 5 } };
    const summed = situationOf(launched('a', [part]));
    expect(summed.munitions['drone']?.launched).toMatchObject({ best: 3, claims: [{ derived: true }] });
    const stated = situationOf(launched('a', [part]), launched('b', [total]), launched('c', [part]));
    expect(stated.munitions['drone']?.launched).toMatchObject({ best: 5, claims: [{ fact: 'b' }] });
  });

  test('add up the rows of one fact about one part, and replace those of an earlier one', () => {
    const { attacks } = situationOf(launched('a', [row(7)]), launched('b', [row(1), row(2)]));
    expect(attacks['raid']?.munitions['drone']?.launched?.claims).toMatchObject([
      { best: 3, from: [{ fact: 'b', part: 'jet|', best: 3 }] },
    ]);
  });

  test('give a sum the range of its parts, one-sided ranges too', () => {
    const { munitions } = situationOf(
      launched('a', [
        { class: 'drone', kind: 'a', launched: { best: 3, low: 2 } },
        { class: 'drone', kind: 'b', launched: { best: 4 } },
      ]),
    );
    expect(munitions['drone']?.launched).toMatchObject({ best: 7, low: 6, high: 7 });
    expect(munitions['drone']?.launched?.claims[0]).not.toHaveProperty('high');
  });

  test('tell parts apart whose names hold a bar', () => {
    const { attacks } = situationOf(
      launched('a', [
        { class: 'drone', kind: 'a|b', model: 'c', launched: { best: 1 } },
        { class: 'drone', kind: 'a', model: 'b|c', launched: { best: 2 } },
      ]),
    );
    expect(Object.keys(attacks['raid']?.munitions['drone']?.parts ?? {})).toHaveLength(2);
  });
});

const by = (actor: string): Told => ({ type: 'AttackReported', data: { attack: 'raid', by: actor } });

const damage = (publisher: string, extent: string): Told => ({
  type: 'DamageReported',
  publishers: [publisher],
  data: { attack: 'raid', sites: [{ name: 'depot', extent }] },
});

describe('an attack', () => {
  test('without a name goes by the id of its fact, and other facts can name it', () => {
    const { attacks } = situationOf(
      { type: 'AttackReported', id: 'first' },
      { type: 'CasualtiesReported', data: { attack: 'first', killed: { best: 2 } } },
    );
    expect(attacks['first']).toMatchObject({
      facts: ['first', 'fact-1'],
      casualties: { killed: { best: 2 } },
    });
  });

  test('keeps whom an earlier report named as the attacker', () => {
    const { attacks } = situationOf(by('actor:a'), by('actor:b'), by('actor:b'));
    expect(attacks['raid']).toMatchObject({ by: 'actor:b', otherBy: ['actor:a'] });
  });

  test('may be named like a member of every object', () => {
    const { attacks } = situationOf({
      type: 'CasualtiesReported',
      data: { attack: '__proto__', killed: { best: 2 } },
    });
    expect(Object.keys(attacks)).toEqual(['__proto__']);
  });

  test('replaces a site that the same publisher describes again', () => {
    const state = situationOf(damage('Post', 'in part'), damage('Times', 'wholly'), damage('Post', 'half'));
    expect(state.damage.map(({ extent }) => extent)).toEqual(['wholly', 'half']);
    expect(state.attacks['raid']?.sites.map(({ extent }) => extent)).toEqual(['wholly', 'half']);
  });
});

describe('a delivery', () => {
  const data = { delivery: 'shells' };
  test('that resumed and is delayed anew starts anew', () => {
    const { deliveries } = situationOf(
      {
        type: 'DeliveryDelayed',
        occurred: '2025-01',
        data: { ...data, items: [{ what: 'old' }], reason: 'x' },
      },
      { type: 'DeliveryResumed', occurred: '2025-02', data },
      { type: 'DeliveryDelayed', occurred: '2025-03', data: { ...data, items: [{ what: 'new' }] } },
    );
    expect(deliveries['shells']).toMatchObject({ status: 'delayed', since: '2025-03' });
    expect(deliveries['shells']?.items?.map(({ what }) => what)).toEqual(['new']);
    expect(deliveries['shells']).not.toHaveProperty('reason');
  });

  test('of which only a commitment is known has no status', () => {
    const call = { participants: [], commitments: [{ delivery: 'shells', made: true }] };
    const { deliveries } = situationOf({ type: 'CallHeld', data: call });
    expect(deliveries['shells']).toMatchObject({ facts: [], commitmentToResume: { made: true } });
    expect(deliveries['shells']).not.toHaveProperty('status');
  });
});

const declared = (topic: string, stance: string): Told => ({
  type: 'PositionDeclared',
  about: ['actor:a'],
  data: { topic, stance },
});

describe('calls, positions and statements', () => {
  test('a call among three is listed under every pair', () => {
    const { calls } = situationOf({ type: 'CallHeld', about: ['actor:c', 'actor:a', 'place:x', 'actor:b'] });
    expect(Object.keys(calls)).toEqual(['actor:a|actor:b', 'actor:a|actor:c', 'actor:b|actor:c']);
  });

  test('a position takes the place of the one before on the same topic', () => {
    const { positions } = situationOf(
      declared('cease-fire', 'no'),
      declared('sanctions', 'no'),
      declared('cease-fire', 'yes'),
    );
    expect(positions['actor:a']?.['cease-fire']?.stance).toBe('yes');
    expect(positions['actor:a']?.['sanctions']?.stance).toBe('no');
  });

  test('the latest 200 statements are kept, newest last', () => {
    const made = Array.from({ length: 250 }, (_, index) => ({ type: 'StatementMade', id: `said-${index}` }));
    const { statements } = situationOf(...made);
    expect(statements).toHaveLength(200);
    expect([statements[0]?.fact, statements.at(-1)?.fact]).toEqual(['said-50', 'said-249']);
  });
});
