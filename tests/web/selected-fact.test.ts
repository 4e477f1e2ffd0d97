import { effect, signal } from '@preact/signals';
import { expect, test } from 'vitest';

import { buildServer } from '../../src/api/server.ts';
import { connect } from '../../src/client/index.ts';
import { news, openTimeline } from '../../src/index.ts';
import { createSelectedFact } from '../../src/web/model/selected-fact.ts';
import { usualView } from '../../src/web/model/view.ts';
import { said } from './served-model.ts';

test('an event is not asked for as of a moment at which it was not recorded yet', async () => {
  const timeline = await openTimeline({ store: 'memory:', ...news });
  await timeline.append('statements-a', [said('first', '2025-07-01'), said('second', '2025-07-01')]);
  await timeline.correct('first', { id: 'corrected', occurred: '2025-07-02', reason: 'Another day' });
  const app = buildServer(timeline);
  const statuses: number[] = [];
  const client = connect(await app.listen({ host: '127.0.0.1', port: 0 }), {
    async fetch(url, init) {
      const response = await fetch(url, init);
      statuses.push(response.status);
      return response;
    },
  });
  const view = signal(usualView);
  const at = signal({ asOf: Date.parse('2025-07-10T00:00:00Z'), position: 3 });
  const fact = createSelectedFact({
    world: { client, frame: (callback) => void setTimeout(callback) },
    view,
    at,
    shown: signal(3),
    edge: signal(0),
    isMoving: signal(false),
    again: signal(0),
  });
  const stop = effect(() => void fact.value);
  const look = async (selected: string, position: number) => {
    view.value = { ...usualView, selected };
    at.value = { ...at.value, position };
    await expect.poll(() => fact.value.state).not.toBe('loading');
    const { state, answer, fault } = fact.value;
    return state === 'there' ? answer?.id : fault;
  };
  const notKnown = 'It was not recorded yet at this moment.';
  expect(await look('second', 3)).toBe('second');
  expect(await look('second', 1)).toBe(notKnown);
  expect(await look('second', 2)).toBe('second');
  expect(await look('first', 1)).toBe('first');
  expect(await look('corrected', 2)).toBe(notKnown);
  expect(await look('corrected', 3)).toBe('first');
  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(await look('nothing', 2)).toBe('There is no event nothing by position 3.');
  stop();
  await app.close();
  await timeline.close();
});
