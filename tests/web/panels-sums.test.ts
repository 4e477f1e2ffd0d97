import { describe, expect, test } from 'vitest';

import type { ExplanationOut } from '../../src/client/index.ts';
import { countOf } from '../../src/web/panels/situation/entries.ts';
import { countedSum, sumOf } from '../../src/web/panels/situation/sum.ts';

type Step = ExplanationOut['steps'][number];

const step = (part: Partial<Step>): Step => ({
  id: 'event-1',
  position: 1,
  stream: 'strikes-kyiv',
  type: 'CasualtiesReported',
  title: 'A report',
  occurred: '2025-07-04',
  recordedAt: '2025-07-04T18:00:00Z',
  status: 'stated',
  by: 'event-1',
  byPosition: 1,
  sources: [],
  ...part,
});

const explanation = (part: Partial<ExplanationOut>): ExplanationOut => ({
  moment: { asOf: '2025-07-05T00:00:00Z', knownAt: null, position: 9, certainty: 'possible' },
  projection: { name: 'situation', version: 1 },
  path: '/casualties/injured/best',
  standing: 'present',
  steps: [],
  ...part,
});

describe('the contributions to a number', () => {
  test('add up to it, each to the value after it', () => {
    const sum = sumOf(
      explanation({
        value: 30,
        steps: [step({ contribution: 26, value: 26 }), step({ contribution: 4, value: 30 })],
      }),
    );
    expect(sum).toMatchObject({ start: 0, total: 30, shown: 30, addsUp: true });
    expect(sum?.addends).toEqual([
      { contribution: 26, after: 26 },
      { contribution: 4, after: 30 },
    ]);
  });

  test('are said not to add up where they do not', () => {
    const steps = [step({ contribution: 26, value: 26 }), step({ contribution: 4, value: 30 })];
    expect(sumOf(explanation({ value: 31, steps }))).toMatchObject({ total: 30, shown: 31, addsUp: false });
  });

  test('are said not to add up where a step in between has another value after it', () => {
    const steps = [step({ contribution: 26, value: 25 }), step({ contribution: 4, value: 30 })];
    expect(sumOf(explanation({ value: 30, steps }))?.addsUp).toBe(false);
  });

  test('go on from what earlier events gave where not all are listed', () => {
    const sum = sumOf(
      explanation({
        value: 130,
        initial: 7,
        earlier: { value: 100 },
        steps: [step({ contribution: 30, value: 130 })],
      }),
    );
    expect(sum).toMatchObject({ start: 100, addsUp: true });
  });

  test('begin with what stood there before every event', () => {
    expect(
      sumOf(explanation({ value: 9, initial: 7, steps: [step({ contribution: 2, value: 9 })] })),
    ).toMatchObject({ start: 7, addsUp: true });
  });

  test('take a number away that is not known any more, and that is not 0', () => {
    const steps = [step({ contribution: 5, value: 5 }), step({ contribution: -5 })];
    const sum = sumOf(explanation({ standing: 'gone', steps }));
    expect(sum).toMatchObject({ addsUp: true, shown: undefined });
    expect(sum?.addends[1]?.after).toBeUndefined();
  });

  test('of fractions add up although their last digits differ', () => {
    const steps = [step({ contribution: 0.1, value: 0.1 }), step({ contribution: 0.2, value: 0.3 })];
    expect(sumOf(explanation({ value: 0.3, steps }))?.addsUp).toBe(true);
  });

  test('are none where the value is no number', () => {
    expect(sumOf(explanation({ value: { best: 1 }, steps: [step({ value: { best: 1 } })] }))).toBeUndefined();
  });
});

const call = (fact: string) => ({ fact, title: fact, occurred: '2025-07-03', sources: [] });
const count = (value: unknown) => countOf('calls', value);

describe('the entries of a list', () => {
  test('are counted after each event, and the counts add up', () => {
    const one = { 'actor:a|actor:b': [call('call-1')] };
    const two = { ...one, 'actor:a|actor:c': [call('call-2')] };
    const sum = countedSum(
      explanation({ value: two, steps: [step({ value: one }), step({ value: two })] }),
      count,
    );
    expect(sum?.addends.map(({ contribution }) => contribution)).toEqual([1, 1]);
    expect(sum).toMatchObject({ total: 2, shown: 2, addsUp: true });
  });

  test('count a call of three once, under however many pairs it stands', () => {
    const three = {
      'actor:a|actor:b': [call('call-1')],
      'actor:a|actor:c': [call('call-1')],
      'actor:b|actor:c': [call('call-1')],
    };
    expect(countOf('calls', three)).toBe(1);
  });

  test('are not counted in what is no list', () => {
    expect(countedSum(explanation({ value: 'none', steps: [] }), count)).toBeUndefined();
  });
});
