import { test } from 'node:test';

import { checkProjection, given } from 'asof/testing';
import type { GivenStep } from 'asof/testing';

import { disruptions, timeline } from './my-timeline.ts';

const morning: readonly GivenStep[] = [
  {
    id: 'signal-fault',
    type: 'DisruptionReported',
    occurred: '2026-03-02T07:10:00Z',
    data: { line: 'North', cause: 'a signal fault' },
  },
  { type: 'DisruptionEnded', occurred: '2026-03-02T08:30:00Z', data: { line: 'North' } },
];

test('a line is disrupted until the disruption ends', async () => {
  const lines = given(timeline, morning);
  await lines.asOf('2026-03-02T08:00:00Z').thenState(disruptions, {
    disrupted: { North: { since: '2026-03-02T07:10:00Z', cause: 'a signal fault' } },
    ended: 0,
  });
  await lines.asOf('2026-03-02T09:00:00Z').thenState(disruptions, { disrupted: {}, ended: 1 });
});

test('a correction changes what is known, and not what was known before', async () => {
  const corrected = given(timeline, morning)
    .and({
      corrects: 'signal-fault',
      data: { line: 'North', cause: 'a fallen tree' },
      reason: 'the crew found a tree on the line',
    })
    .asOf('2026-03-02T08:00:00Z');
  await corrected.thenValue(disruptions, '/disrupted/North/cause', 'a fallen tree');
  await corrected.knownAt(2).thenValue(disruptions, '/disrupted/North/cause', 'a signal fault');
});

test('what must hold of every projection holds', async () => {
  await checkProjection(timeline, disruptions, morning);
});

test('a disruption without a line is refused', async () => {
  await given(timeline, [{ type: 'DisruptionReported', occurred: '2026-03-02' }]).thenRefused(
    'invalid-event',
  );
});
