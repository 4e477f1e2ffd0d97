import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import { createTypedWords } from '../../src/web/header/typed-words.ts';
import { askedFilter } from '../../src/web/model/asked-filter.ts';
import { createStepping } from '../../src/web/model/stepping.ts';
import { marksOf } from './harness/marks.ts';
import { createStandIn } from './harness/stand-in.ts';

const marks = marksOf([{ position: 1, from: 0 }]);
const noFilter = { about: [], types: [], streams: [], sources: [], text: '' };

const field = (text = '') => {
  const { model } = createStandIn({ marks, view: { filter: { ...noFilter, text } } });
  const words = createTypedWords(model);
  const press = async (keys: string, ms: number) => {
    for (const key of keys) {
      words.type(words.typed.value + key);
      await vi.advanceTimersByTimeAsync(ms);
    }
  };
  return { model, words, press, found: () => model.view.value.filter.text };
};

describe('words typed into the search', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each([20, 249, 250, 251, 400])('are all there at %i ms a key', async (ms) => {
    const { words, press, found } = field();
    await press('missile drone attack', ms);
    await vi.advanceTimersByTimeAsync(300);
    expect(words.typed.value).toBe('missile drone attack');
    expect(found()).toBe('missile drone attack');
  });

  test('stay where a key comes between what they looked for and what is shown of it', async () => {
    const { model, words, found } = field();
    const change = model.change.bind(model);
    vi.spyOn(model, 'change').mockImplementation((part) => {
      words.type('ab');
      change(part);
    });
    words.type('a');
    await vi.advanceTimersByTimeAsync(250);
    expect([found(), words.typed.value]).toEqual(['a', 'ab']);
    vi.mocked(model.change).mockImplementation(change);
    await vi.advanceTimersByTimeAsync(250);
    expect([found(), words.typed.value]).toEqual(['ab', 'ab']);
  });

  test('are looked for at once by Enter, and once', async () => {
    const { model, words, found } = field();
    const change = vi.spyOn(model, 'change');
    words.type('drone');
    words.find('drone');
    expect(found()).toBe('drone');
    await vi.advanceTimersByTimeAsync(1000);
    expect(change).toHaveBeenCalledTimes(1);
  });

  test('give way to others that the filter comes to elsewhere, with what was not looked for yet', async () => {
    const { model, words, press, found } = field('kyiv');
    expect(words.typed.value).toBe('kyiv');
    await press(' at night', 20);
    model.change({ filter: noFilter });
    expect(words.typed.value).toBe('');
    await vi.advanceTimersByTimeAsync(1000);
    expect([found(), words.typed.value]).toEqual(['', '']);
    model.change({ filter: { ...noFilter, types: ['CallHeld'], text: 'call' } });
    expect(words.typed.value).toBe('call');
  });

  test('are looked for no more once the field is gone', async () => {
    const { model, words, press, found } = field();
    await press('call', 20);
    words.end();
    await vi.advanceTimersByTimeAsync(1000);
    expect(found()).toBe('');
    model.change({ filter: { ...noFilter, text: 'other' } });
    expect(words.typed.value).toBe('call');
  });
});

describe('words that are only blanks', () => {
  test('are not asked for; other words are, with all of the filter', () => {
    expect(askedFilter({ ...noFilter, text: ' \t' })).toEqual({
      about: [],
      types: [],
      streams: [],
      publishers: [],
      text: undefined,
    });
    expect(askedFilter({ about: ['a'], types: ['T'], streams: ['s'], sources: ['p'], text: ' a b' })).toEqual(
      {
        about: ['a'],
        types: ['T'],
        streams: ['s'],
        publishers: ['p'],
        text: ' a b',
      },
    );
  });

  test('let steps go on in a log of which not all is there', async () => {
    const { model, told } = createStandIn({
      marks,
      kind: 'too-many',
      view: { filter: { ...noFilter, text: ' ' } },
    });
    const timeline = vi.fn<typeof model.client.timeline>(async () => ({ entries: [] }) as never);
    const client = { timeline, commits: model.client.commits };
    const step = createStepping({ ...model, client, thinnedTo: signal(0), tell: model.tell });
    await step('occurred', 1);
    expect(told).toEqual(['There is nothing after this.']);
    expect(timeline.mock.calls[0]?.[0]).toMatchObject({ text: undefined, publishers: [] });
  });
});
