import * as fc from 'fast-check';

import type { FactRead } from '../../src/domain/reading.ts';
import { factsOf } from '../support/facts.ts';
import type { Told } from '../support/facts.ts';

const occurred = fc.constantFrom(
  '2025-07-03',
  '2025-07-04',
  '2025-07',
  '2025-07-03T21:00:00Z',
  '2025-07-04T00:20+03:00/2025-07-04T00:30+03:00',
  '2025-07-05~',
  '../2025-07-04',
  '-0043-03-15',
);
const count = fc
  .tuple(fc.nat(20), fc.option(fc.nat(5)), fc.option(fc.nat(5)), fc.boolean())
  .map(([best, below, above, derived]) => ({
    best,
    ...(below === null ? {} : { low: Math.max(0, best - below) }),
    ...(above === null ? {} : { high: best + above }),
    ...(derived ? { derived } : {}),
  }));
const tag = fc.constantFrom('place:kyiv', 'place:odesa', 'actor:a', 'actor:b|c', 'actor:d', 'system:patriot');
const actor = fc.constantFrom('actor:a', 'actor:b|c', 'actor:d');
const place = fc.constantFrom('place:kyiv', 'place:odesa');
/** Names as data has them: some are those of members that every object has. */
const name = fc.constantFrom('one', 'two', 'constructor', '__proto__', 'fact-0');
const kinds = fc.constantFrom('ballistic', 'cruise', 'a|b');
const classes = fc.constantFrom('drone', 'missile');

const some = <Members extends Record<string, unknown>>(members: {
  [Name in keyof Members]: fc.Arbitrary<Members[Name]>;
}) => fc.record(members, { requiredKeys: [] });

const row = <Members extends Record<string, unknown>>(members: {
  [Name in keyof Members]: fc.Arbitrary<Members[Name]>;
}) =>
  fc
    .tuple(classes, some({ kind: kinds, model: name }), some(members))
    .map(([of, part, counts]) => ({ class: of, ...part, ...counts }));

const few = <Value>(value: fc.Arbitrary<Value>) => fc.array(value, { maxLength: 3 });

const data: Record<string, fc.Arbitrary<object>> = {
  AttackReported: some({
    attack: name,
    by: actor,
    against: few(tag),
    origins: few(name),
    munitions: few(row({ launched: count })),
    places: few(fc.record({ name })),
  }),
  InterceptionReported: some({
    attack: name,
    by: actor,
    munitions: few(row({ intercepted: count, lost: count })),
  }),
  CasualtiesReported: some({
    attack: name,
    killed: count,
    injured: count,
    missing: count,
    childrenKilled: count,
    childrenInjured: count,
  }),
  DamageReported: some({
    attack: name,
    sites: few(
      fc.tuple(name, some({ place, kind: name, count })).map(([site, rest]) => ({ name: site, ...rest })),
    ),
  }),
  DeliveryDelayed: some({
    delivery: name,
    from: actor,
    to: actor,
    items: few(fc.record({ what: name })),
    reason: name,
  }),
  DeliveryResumed: some({ delivery: name, from: actor, to: actor }),
  CallHeld: some({
    participants: few(fc.tuple(actor, some({ role: name })).map(([who, role]) => ({ actor: who, ...role }))),
    outcome: name,
    topics: few(name),
    commitments: few(fc.record({ delivery: name, made: fc.boolean() })),
  }),
  StatementMade: some({ speaker: actor, speakerRole: name, statement: name }),
  PositionDeclared: fc
    .tuple(fc.record({ topic: name, stance: name }), some({ actor }))
    .map(([required, rest]) => ({ ...required, ...rest })),
  LinkAssessed: fc.record({
    from: name,
    to: name,
    relation: name,
    status: fc.constantFrom('unconfirmed', 'confirmed', 'refuted'),
  }),
  AlertStarted: some({ place, kind: name, level: name, alert: name }),
  AlertEnded: some({ place, kind: name, level: name, alert: name }),
  MeasureReported: fc
    .tuple(
      fc.record({ subject: tag, measure: name, value: fc.constantFrom(0, -0, 1, -2.5) }),
      some({ unit: name }),
    )
    .map(([required, rest]) => ({ ...required, ...rest })),
  NoteAdded: some({ text: name }),
};

const told: fc.Arbitrary<Told> = fc.constantFrom(...Object.keys(data)).chain((type) =>
  fc
    .tuple(
      some({
        publishers: fc.uniqueArray(fc.constantFrom('Post', 'Air Force', '__proto__'), { maxLength: 2 }),
        grade: fc.constantFrom('A1', 'B2', 'F6'),
        about: few(tag),
        inferred: fc.subarray(['occurred', 'killed', 'munitions']),
        causationId: fc.constantFrom('fact-0', 'fact-1', 'fact-5', 'unknown'),
        status: fc.constantFrom('stated' as const, 'corrected' as const, 'retracted' as const),
      }),
      occurred,
      data[type] ?? fc.constant({}),
    )
    .map(([common, when, of]) => ({ type, occurred: when, ...common, data: of })),
);

/** Histories of the news vocabulary, biased to few names, so that facts meet. */
export const historyArbitrary: fc.Arbitrary<readonly FactRead[]> = fc
  .array(told, { maxLength: 25 })
  .map((all) => factsOf(all));

/** Every key that a generated history may have, whatever the projection. */
export function keysOf(
  facts: readonly FactRead[],
  key: (fact: FactRead) => readonly string[],
): readonly string[] {
  return [...new Set(facts.flatMap((fact) => key(fact)))];
}
