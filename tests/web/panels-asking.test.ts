import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Client } from '../../src/client/index.ts';
import { answerOf } from '../../src/web/panels/shared/answer.ts';
import { statesOf } from '../../src/web/panels/sources/use-publishers.ts';
import { marksOf } from './harness/marks.ts';
import { createStandIn } from './harness/stand-in.ts';

describe('what a panel could not have', () => {
  beforeEach(() => vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, 0)));
  afterEach(() => void vi.unstubAllGlobals());

  test('is asked for again when the server is back, however it was away, and when the reader asks', async () => {
    const { model } = createStandIn({ marks: marksOf([]) });
    const [returns, tries] = [signal(1), signal(0)];
    const ask = vi.fn(async () => {
      if (ask.mock.calls.length < 4) throw new Error('The server is away');
      return 'there';
    });
    const question = signal({ key: 'a' });
    const answer = answerOf({ ...model, returns }, { question, tries, ask });
    const end = answer.subscribe(() => undefined);
    await expect.poll(() => answer.value.state).toBe('failed');
    expect(answer.value.fault).toBe('The server is away.');
    returns.value += 1;
    await expect.poll(() => ask.mock.calls.length).toBe(2);
    await expect.poll(() => answer.value.state).toBe('failed');
    returns.value += 1;
    await expect.poll(() => ask.mock.calls.length).toBe(3);
    await expect.poll(() => answer.value.state).toBe('failed');
    tries.value += 1;
    await expect.poll(() => answer.value).toMatchObject({ state: 'there', answer: 'there' });
    end();
  });
});

describe('the states of publishers', () => {
  test('leave half of the connections of a browser to the rest of the page, and come in order', async () => {
    let [running, most] = [0, 0];
    const state: Client['state'] = async (_name, asked) => {
      most = Math.max(most, (running += 1));
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return { state: { reported: Number(asked?.key) } } as never;
    };
    const names = Array.from({ length: 20 }, (_, index) => String(index));
    const moment = { asOf: 0, knownAt: 1, certainty: 'possible' } as const;
    const states = await statesOf({ state }, names, moment, new AbortController().signal);
    expect(states.map(({ name, reported }) => [name, reported])).toEqual(
      names.map((name) => [name, Number(name)]),
    );
    expect(most).toBe(3);
  });
});
