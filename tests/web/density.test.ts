import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { Client } from '../../src/client/index.ts';
import type { PageModel } from '../../src/web/model.ts';
import { followDensity } from '../../src/web/timeline/density.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Counts of a range of a page that looks at a position, and what was asked for them. */
function counting(position: number) {
  const asked: Parameters<Client['density']>[0][] = [];
  const at = signal({ asOf: 0, position });
  const live = signal<PageModel['live']['value']>({ kind: 'paused', unseen: 0 });
  const returns = signal(1);
  const client = {
    async density(question: (typeof asked)[number]) {
      asked.push(question);
      return { from: '2025-07-01T00:00:00Z', bucketMs: 1, counts: [0] };
    },
  };
  const model = { at, live, returns, client } as unknown as PageModel;
  const { asked: answer, end } = followDensity(model, signal({ from: 0, to: 1 }), signal(1));
  return { asked, at, live, returns, answer, end };
}

describe('the counts of a range', () => {
  test('are those of what is known, also where that is nothing', async () => {
    const one = counting(0);
    await vi.runAllTimersAsync();
    expect(one.asked.map((question) => question?.knownAt)).toEqual([0]);
    expect(one.answer.value.state).toBe('there');
    one.at.value = { asOf: 0, position: 3 };
    await vi.runAllTimersAsync();
    expect(one.asked.map((question) => question?.knownAt)).toEqual([0, 3]);
    one.end();
  });

  test('are asked for again when the server is back, and not at each commit while the past is looked at', async () => {
    const one = counting(3);
    await vi.runAllTimersAsync();
    one.live.value = { kind: 'paused', unseen: 1 };
    one.live.value = { kind: 'paused', unseen: 2 };
    await vi.runAllTimersAsync();
    expect(one.asked).toHaveLength(1);
    one.returns.value = 2;
    await vi.runAllTimersAsync();
    expect(one.asked).toHaveLength(2);
    one.end();
  });
});
