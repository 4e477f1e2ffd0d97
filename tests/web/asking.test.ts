import { effect, signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import { createAsking } from '../../src/web/model/asking.ts';

/** Asks for the double of a number, with frames and answers that come when they are told to. */
function asking() {
  const wanted = signal<number | undefined>(undefined);
  const isMoving = signal(false);
  const again = signal(0);
  const returns = signal(0);
  let frames: (() => void)[] = [];
  const open: { question: number; signal: AbortSignal; answer: (value: number) => void; fail: () => void }[] =
    [];
  const asked = createAsking<{ readonly value: number }, number>({
    question: () =>
      wanted.value === undefined ? undefined : { value: wanted.value, key: String(wanted.value) },
    ask: async ({ value }, ending) => {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      open.push({ question: value, signal: ending, answer: resolve, fail: () => reject(new Error('Away')) });
      return promise;
    },
    faultOf: (error) => (error instanceof Error ? `${error.message}.` : ''),
    frame: (callback) => void frames.push(callback),
    isMoving: () => isMoving.peek(),
    again,
    returns,
  });
  const stop = effect(() => void asked.value);
  return {
    wanted,
    isMoving,
    again,
    returns,
    asked,
    open,
    stop,
    draw() {
      const due = frames;
      frames = [];
      for (const callback of due) callback();
    },
    async answer(index: number) {
      open[index]?.answer((open[index]?.question ?? 0) * 2);
      await new Promise((resolve) => setTimeout(resolve));
    },
    async fail(index: number) {
      open[index]?.fail();
      await new Promise((resolve) => setTimeout(resolve));
    },
  };
}

describe('a question that goes on changing', () => {
  test('is asked once a frame at most, and for the last it came to', async () => {
    const one = asking();
    for (const value of [1, 2, 3]) one.wanted.value = value;
    expect(one.open).toHaveLength(0);
    one.draw();
    expect(one.open.map(({ question }) => question)).toEqual([3]);
    await one.answer(0);
    expect(one.asked.value).toEqual({ state: 'there', answer: 6 });
  });

  test('that is dragged waits for the answer on its way, then asks for the latest', async () => {
    const one = asking();
    one.isMoving.value = true;
    one.wanted.value = 1;
    one.draw();
    for (const value of [2, 3, 4]) {
      one.wanted.value = value;
      one.draw();
    }
    expect(one.open.map(({ question }) => question)).toEqual([1]);
    expect(one.asked.value.state).toBe('loading');
    await one.answer(0);
    expect(one.asked.value).toEqual({ state: 'loading', answer: 2 });
    expect(one.open.map(({ question }) => question)).toEqual([1, 4]);
    await one.answer(1);
    expect(one.asked.value).toEqual({ state: 'there', answer: 8 });
  });

  test('that is dragged, which it is once a frame at most, waits for no other frame', () => {
    const one = asking();
    one.isMoving.value = true;
    one.wanted.value = 1;
    expect(one.open.map(({ question }) => question)).toEqual([1]);
    one.wanted.value = 2;
    one.draw();
    expect(one.open).toHaveLength(1);
    expect(one.open[0]?.signal.aborted).toBe(false);
  });

  test('that leaps gives up the answer on its way, and never shows it', async () => {
    const one = asking();
    one.wanted.value = 1;
    one.draw();
    one.wanted.value = 2;
    one.draw();
    expect(one.open[0]?.signal.aborted).toBe(true);
    await one.answer(0);
    expect(one.asked.value.answer).toBeUndefined();
    await one.answer(1);
    expect(one.asked.value).toEqual({ state: 'there', answer: 4 });
  });

  test('that comes back to what was answered is not asked again', async () => {
    const one = asking();
    one.wanted.value = 1;
    one.draw();
    await one.answer(0);
    one.wanted.value = 2;
    one.wanted.value = 1;
    one.draw();
    expect(one.open).toHaveLength(1);
    expect(one.asked.value).toEqual({ state: 'there', answer: 2 });
  });

  test('keeps the last answer when the next fails, says why, and asks again when it is worth it', async () => {
    const one = asking();
    one.wanted.value = 1;
    one.draw();
    await one.answer(0);
    one.wanted.value = 2;
    one.draw();
    await one.fail(1);
    expect(one.asked.value).toEqual({ state: 'failed', answer: 2, fault: 'Away.' });
    one.draw();
    expect(one.open).toHaveLength(2);
    one.again.value += 1;
    one.draw();
    await one.answer(2);
    expect(one.asked.value).toEqual({ state: 'there', answer: 4 });
  });

  test('that was asked before the server went and came back is not waited for any longer', async () => {
    const one = asking();
    one.wanted.value = 1;
    one.draw();
    // That the server is there at all gives up nothing.
    one.returns.value = 1;
    one.draw();
    expect(one.open).toHaveLength(1);
    await one.answer(0);
    one.wanted.value = 2;
    one.draw();
    one.returns.value = 2;
    one.draw();
    expect(one.open.map(({ question }) => question)).toEqual([1, 2, 2]);
    expect(one.open[1]?.signal.aborted).toBe(true);
    await one.answer(1);
    expect(one.asked.value).toEqual({ state: 'loading', answer: 2 });
    await one.answer(2);
    expect(one.asked.value).toEqual({ state: 'there', answer: 4 });
    // What was answered stays answered.
    one.returns.value = 3;
    one.again.value += 1;
    one.draw();
    expect(one.open).toHaveLength(3);
    expect(one.asked.value).toEqual({ state: 'there', answer: 4 });
  });

  test('is not asked while nobody looks, and is when somebody does again', async () => {
    const one = asking();
    one.wanted.value = 1;
    one.draw();
    one.stop();
    expect(one.open[0]?.signal.aborted).toBe(true);
    one.wanted.value = 2;
    one.draw();
    expect(one.open).toHaveLength(1);
    const stop = effect(() => void one.asked.value);
    one.draw();
    await one.answer(1);
    expect(one.asked.value).toEqual({ state: 'there', answer: 4 });
    stop();
  });
});
