import { describe, expect, test } from 'vitest';

import { changesOf } from '../../src/web/panels/fact/changes.ts';
import type { Reading } from '../../src/web/panels/fact/changes.ts';
import { differencesOf } from '../../src/web/panels/shared/differences.ts';

const figure = (best: number, ...claims: readonly object[]) => ({ best, low: best, high: best, claims });

const call = (fact: string) => ({ fact, title: fact });
const callWith = (role: string) => ({ fact: 'a', participants: [{ actor: 'actor:x', role }] });
const site = (extent: string) => ({ name: 'Embassy', place: 'place:kyiv', extent });

describe('two states', () => {
  test('that are the same differ in nothing, whatever the order of their members', () => {
    expect(differencesOf({ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 })).toEqual([]);
  });

  test('differ in an amount as a whole', () => {
    const before = { casualties: { injured: figure(23) } };
    const after = { casualties: { injured: { ...figure(26), low: 20 } } };
    const steps = ['casualties', 'injured'];
    expect(differencesOf(before, after)).toEqual([
      { steps, before: before.casualties.injured, after: after.casualties.injured },
    ]);
  });

  test('differ in the claims where a claim came that changes no number', () => {
    const before = { injured: figure(26, { best: 26, fact: 'a' }) };
    const after = { injured: figure(26, { best: 26, fact: 'a' }, { best: 26, fact: 'b' }) };
    expect(differencesOf(before, after).map(({ steps }) => steps)).toEqual([['injured', 'claims']]);
  });

  test('differ in an amount that was not known, which is not 0', () => {
    expect(differencesOf({}, { killed: figure(1) })).toEqual([
      { steps: ['killed'], before: undefined, after: figure(1) },
    ]);
  });

  test('differ in the entry that was put in between, and not in those after it', () => {
    const found = differencesOf(
      { calls: [call('a'), call('c')] },
      { calls: [call('a'), call('b'), call('c')] },
    );
    expect(found).toEqual([{ steps: ['calls', '1'], before: undefined, after: call('b'), fact: 'b' }]);
  });

  test('lead to the fact of the entry in which they differ', () => {
    expect(
      differencesOf({ calls: [callWith('former president')] }, { calls: [callWith('president')] }),
    ).toEqual([
      {
        steps: ['calls', '0', 'participants', '0', 'role'],
        before: 'former president',
        after: 'president',
        fact: 'a',
      },
    ]);
  });

  test('keep entries of the same name apart', () => {
    expect(
      differencesOf([site('in part'), site('wholly')], [site('in part'), site('not at all')]).map(
        ({ steps }) => steps,
      ),
    ).toEqual([['1', 'extent']]);
  });

  test('take sources for the same by who published them', () => {
    const before = { sources: [{ publisher: 'A', grade: 'B2', title: 'Summary' }] };
    const after = { sources: [{ publisher: 'A', grade: 'A1' }, { publisher: 'B' }] };
    expect(differencesOf(before, after).map(({ steps }) => steps.join('/'))).toEqual([
      'sources/0/grade',
      'sources/0/title',
      'sources/1',
    ]);
  });

  test('are not told apart by the names of facts alone', () => {
    expect(differencesOf({ facts: ['a'] }, { facts: ['a', 'b'] })).toEqual([]);
  });

  test('are told apart up to a limit', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`name${index}`, index]));
    expect(differencesOf({}, many, 10)).toHaveLength(10);
  });

  test('with a name that every object has are compared by their own members', () => {
    const before = JSON.parse('{"constructor": 1}') as unknown;
    expect(differencesOf(before, {})).toEqual([{ steps: ['constructor'], before: 1, after: undefined }]);
  });
});

const reading = (occurred: string, role: string): Reading => ({
  number: 0,
  status: 'stated',
  by: 'call-1',
  recordedFrom: 1,
  recordedAt: '2025-07-10T09:00:00Z',
  occurred,
  occurredfrom: '2025-07-03T00:00:00Z',
  occurredfromlatest: '2025-07-03T23:59:59.999Z',
  precision: 'day',
  sources: [],
  data: { title: 'A call', role },
});

test('a reading changes when something occurred and what is said of it', () => {
  const changes = changesOf(reading('2025-07-03', 'a'), reading('2025-07-04', 'b'));
  expect(changes.map(({ steps, before, after }) => [steps.join('/'), before, after])).toEqual([
    ['occurred', '2025-07-03', '2025-07-04'],
    ['role', 'a', 'b'],
  ]);
});
