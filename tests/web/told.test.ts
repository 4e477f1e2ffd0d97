import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { roundedDown } from '../../src/web/format/numbers.ts';
import { spokenChange, spokenLive } from '../../src/web/header/spoken.ts';
import type { MarksInView } from '../../src/web/model.ts';
import { createFound } from '../../src/web/timeline/found.ts';
import { marksOf } from './harness/marks.ts';
import { createStandIn } from './harness/stand-in.ts';

const upTo = (most: number, say: (count: number) => string) =>
  new Set(Array.from({ length: most }, (_, index) => say(index + 1)));

const changed = (inAll: number) => ({ causes: [], inAll, position: 9 });

describe('what is told of what is new while the past is looked at', () => {
  test('is another sentence only at the first, the tenth, the hundredth', () => {
    const said = upTo(250, (unseen) => spokenLive({ kind: 'paused', unseen }));
    expect([...said]).toEqual([
      'Paused. There is something new.',
      'Paused. There are 10 new changes or more.',
      'Paused. There are 100 new changes or more.',
    ]);
    expect(spokenLive({ kind: 'paused', unseen: 0 })).toBe('Paused');
    expect(spokenLive({ kind: 'reconnecting' })).toBe('Reconnecting');
  });

  test('is a sentence of its own for the past that changed, without its causes', () => {
    const said = upTo(99, (count) => spokenChange(changed(count), false));
    expect([...said]).toEqual([
      'What is known of this past has changed',
      'What is known of this past has changed in 10 facts or more',
    ]);
    expect(spokenChange(changed(12), true)).toBe('What is on the screen was corrected');
    expect(spokenChange(undefined, false)).toBe('');
  });

  test('counts by powers of ten', () => {
    expect([0, 1, 9, 10, 99, 100, 1_000_000, 1_234_567].map(roundedDown)).toEqual([
      0, 1, 1, 10, 10, 100, 1_000_000, 1_000_000,
    ]);
  });
});

describe('how much a filter left', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const three = marksOf([1, 2, 3].map((position) => ({ position, from: position })));
  const shown = (state: Partial<MarksInView> = {}): MarksInView => ({
    kind: 'marks',
    marks: three,
    inAll: 3,
    isWhole: true,
    ...state,
  });
  const looking = () => {
    const { model } = createStandIn({ marks: three });
    const marks = signal(shown());
    const told: string[] = [];
    const found = createFound({ ...model, marks });
    found.told.subscribe((sentence) => void told.push(sentence));
    const search = (text: string) => model.change({ filter: { ...model.view.peek().filter, text } });
    return { model, marks, told, found, search };
  };

  test('is told once it is there and has stayed for a while, none too', async () => {
    const { marks, told, search } = looking();
    await vi.advanceTimersByTimeAsync(2000);
    search('drone');
    marks.value = shown({ kind: 'loading' });
    await vi.advanceTimersByTimeAsync(2000);
    expect(told).toEqual(['']);
    marks.value = shown({ marks: marksOf([{ position: 1, from: 1 }]), inAll: 1 });
    await vi.advanceTimersByTimeAsync(500);
    expect(told).toEqual(['']);
    await vi.advanceTimersByTimeAsync(500);
    expect(told.at(-1)).toBe('Shown now: 1 reading in view.');
    search('nothing at all');
    marks.value = shown({ marks: marksOf([]), inAll: 0 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(told.at(-1)).toBe('Shown now: no readings.');
    search('war');
    marks.value = shown({ kind: 'too-many', marks: marksOf([]), inAll: 100_000 });
    await vi.advanceTimersByTimeAsync(1000);
    expect(told.at(-1)).toBe('Shown now: More than 100,000 readings in this window.');
    expect(told).toHaveLength(4);
  });

  test('is not told when the window moves or something is recorded, and not held up by that', async () => {
    const { model, marks, told, search } = looking();
    model.change({ window: { from: 0, to: 1 } });
    await vi.advanceTimersByTimeAsync(2000);
    search('drone');
    for (let commit = 0; commit < 10; commit += 1) {
      marks.value = shown();
      model.change({ selected: String(commit) });
      await vi.advanceTimersByTimeAsync(200);
    }
    expect(told).toEqual(['', 'Shown now: 1 reading in view.']);
  });

  test('is told no more once the timeline is gone', async () => {
    const { told, found, search } = looking();
    search('drone');
    found.end();
    await vi.advanceTimersByTimeAsync(2000);
    expect(told).toEqual(['']);
  });
});
