import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import type { MarksInView, ScrubbedMoment, View } from '../../src/web/model.ts';
import { askedMoments, cutMoment } from '../../src/web/model/moments.ts';
import { noMarks } from '../../src/web/model/readings.ts';
import { usualView } from '../../src/web/model/view.ts';
import { marksByHand } from './marks-by-hand.ts';

const second = 1000;
const minute = 60 * second;
const noon = Date.UTC(2025, 6, 1, 12);

/** What states are asked for as of, by a clock and a log that go on by hand. */
function asked(inView: Partial<MarksInView> = {}) {
  const now = signal(noon + 20 * second);
  const head = signal<{ position: number; recordedAt: number | null }>({
    position: 4,
    recordedAt: noon - minute,
  });
  const moment = signal<ScrubbedMoment>({ asOf: 'now', knownAt: 'head' });
  const marks = signal<MarksInView>({
    kind: 'too-many',
    marks: noMarks,
    inAll: 200_000,
    isWhole: false,
    ...inView,
  });
  const view = signal<View>(usualView);
  return {
    now,
    head,
    moment,
    ...askedMoments({ at: cutMoment({ moment, now, head }), moment, view, marks, head }),
  };
}

describe('numbers as of now, where not all facts are on the page,', () => {
  test('are asked for again once a minute while nothing is recorded', () => {
    const one = asked();
    expect(one.ofStates.value).toEqual({ asOf: noon, position: 4 });
    one.now.value = noon + 59 * second;
    expect(one.ofStates.value.asOf).toBe(noon);
    one.now.value = noon + minute;
    expect(one.ofStates.value.asOf).toBe(noon + minute);
  });

  test('are as of when something was recorded as soon as it is', () => {
    const one = asked();
    one.head.value = { position: 5, recordedAt: noon + 19 * second };
    expect(one.ofStates.value).toEqual({ asOf: noon + 19 * second, position: 5 });
    expect(one.edge.value).toBe(noon + 19 * second);
    one.now.value = noon + minute;
    expect(one.ofStates.value.asOf).toBe(noon + minute);
  });

  test('are never as of a time that this computer has yet to come to', () => {
    const one = asked();
    one.head.value = { position: 5, recordedAt: noon + 21 * second };
    expect(one.ofStates.value.asOf).toBe(noon);
    one.now.value = noon + 21 * second;
    expect(one.ofStates.value.asOf).toBe(noon + 21 * second);
  });

  test('are of the moment that is looked at where that is another, and of an empty log', () => {
    const one = asked();
    one.moment.value = { asOf: noon - 7, knownAt: 2 };
    expect(one.ofStates.value).toEqual({ asOf: noon - 7, position: 2 });
    one.moment.value = { asOf: 'now', knownAt: 'head' };
    one.head.value = { position: 0, recordedAt: null };
    expect(one.ofStates.value).toEqual({ asOf: noon, position: 0 });
  });
});

test('numbers as of now, where all facts are on the page, are of when the last of them began', () => {
  const marks = marksByHand([{ position: 1, recordedTo: Infinity, fact: 1, from: noon - 7, status: 0 }]);
  const one = asked({ kind: 'marks', marks, isWhole: true });
  expect(one.ofStates.value.asOf).toBe(noon - 7);
});

test('numbers are asked for again when a fact in them has happened for certain: until then they say that it may not have', () => {
  const readings = [{ position: 1, recordedTo: Infinity, fact: 1, from: noon - minute, status: 0 }];
  const marks = { ...marksByHand(readings), fromLatest: Float64Array.of(noon + minute) };
  const one = asked({ kind: 'marks', marks, isWhole: true });
  expect(one.ofStates.value.asOf).toBe(noon - minute);
  one.now.value = noon + minute;
  expect(one.ofStates.value.asOf).toBe(noon + minute);
});
