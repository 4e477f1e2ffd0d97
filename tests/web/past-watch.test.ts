import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import type { ChangedFactOut, FactChange } from '../../src/client/index.ts';
import type { PastChanged, ScrubbedMoment, View } from '../../src/web/model.ts';
import { lateOf, mentioned } from '../../src/web/model/past-changes.ts';
import { watchPast } from '../../src/web/model/past-watch.ts';
import { usualView } from '../../src/web/model/view.ts';

/** A notice of a past, watched while the moment moves. */
function watched(moment: ScrubbedMoment) {
  const at = signal(moment);
  const notice: PastChanged = { ...mentioned(undefined, [changed('e1')], 9) };
  const pastChanged = signal<PastChanged | undefined>(undefined);
  watchPast({
    client: { async *changes() {} },
    looking: { view: signal<View>(usualView), moment: at, isMoving: signal(false) },
    shown: signal(5),
    newest: signal(5),
    pastChanged,
    wait: async () => new Promise<void>(() => undefined),
    ending: new AbortController().signal,
  });
  pastChanged.value = notice;
  return { at, pastChanged, notice };
}

const changed = (id: string): FactChange => ({
  change: 'added',
  id,
  type: 'NoteAdded',
  title: `Title of ${id}`,
  why: 'stated',
  by: id,
  byPosition: 9,
  position: 9,
  stream: 'notes-a',
  occurred: '2025-07-01',
});

describe('the notice that the past was changed', () => {
  test('stays while another state of knowledge of the same past is looked at', () => {
    const { at, pastChanged, notice } = watched({ asOf: 1000, knownAt: 'head' });
    at.value = { asOf: 1000, knownAt: 4 };
    expect(pastChanged.value).toBe(notice);
    at.value = { asOf: 1001, knownAt: 4 };
    expect(pastChanged.value).toBeUndefined();
  });

  test('of what is live says nothing of an earlier state of knowledge', () => {
    const { at, pastChanged } = watched({ asOf: 'now', knownAt: 'head' });
    at.value = { asOf: 'now', knownAt: 4 };
    expect(pastChanged.value).toBeUndefined();
  });

  test('keeps the last causes, and counts them all', () => {
    let notice: PastChanged | undefined;
    for (let index = 1; index <= 1000; index += 1) notice = mentioned(notice, [changed(`e${index}`)], index);
    expect(notice?.causes.length).toBeLessThanOrEqual(100);
    expect(notice?.causes.at(-1)?.id).toBe('e1000');
    expect(notice?.inAll).toBe(1000);
    // One that is told again is no other.
    notice = mentioned(notice, [changed('e990')], 1001);
    expect(notice).toMatchObject({ inAll: 1000, position: 1001 });
    expect(notice.causes.at(-1)?.id).toBe('e990');
  });
});

const recordedOf = (ms: number, when: object): ChangedFactOut =>
  ({
    ...changed('e1'),
    entry: { occurredfrom: '', ...when, recordedtime: new Date(ms).toISOString() },
  }) as unknown as ChangedFactOut;

const isLate = (ms: number, when: object): boolean => lateOf([recordedOf(ms, when)]).length > 0;

describe('what is live was reported late', () => {
  const day = 86_400_000;
  const begun = new Date(0).toISOString();

  test('where it is recorded more than a day after it was over at the latest', () => {
    expect(isLate(day, { occurredfromlatest: begun })).toBe(false);
    expect(isLate(day + 1, { occurredfromlatest: begun })).toBe(true);
    const ended = { occurredfromlatest: begun, occurredtolatest: new Date(5).toISOString() };
    expect([isLate(day + 5, ended), isLate(day + 6, ended)]).toEqual([false, true]);
    // As the timeline marks it, which knows of an end also where no latest one is told.
    const open = { occurredfromlatest: begun, occurredto: new Date(5).toISOString() };
    expect([isLate(day + 5, open), isLate(day + 6, open)]).toEqual([false, true]);
  });
});
