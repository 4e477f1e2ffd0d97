import { afterAll, describe, expect, test } from 'vitest';

import type { ImportedEvent } from '../../src/domain/event.ts';
import { newsEvents } from '../../src/domain/events/news.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { openTimeline } from '../../src/open.ts';
import { situation } from '../../src/projections/situation.ts';
import { createCounter, dayOneMs, minuteMs } from '../support/bad-days.ts';
import { tallied, tallying } from '../support/tally.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { testEvents } from '../support/vocabulary.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const counter = createCounter();
const counting: Projection = {
  ...situation,
  evolve(state, fact) {
    counter.note();
    return (situation as Projection).evolve(state, fact);
  },
};

/** Alerts, one a minute, and every so often a report of casualties. */
function alertsAnd(facts: number, reports: number): ImportedEvent[] {
  const every = Math.floor(facts / reports);
  return Array.from({ length: facts }, (_, index) => {
    const atMs = dayOneMs + index * minuteMs;
    const isReport = index % every === 0;
    const common = { stream: 'told-news', occurred: new Date(atMs).toISOString(), recordedAt: atMs + 1000 };
    const place = `place:oblast-${index % 20}`;
    return isReport
      ? {
          ...common,
          type: 'CasualtiesReported',
          data: { title: 'Injured', attack: `attack-${index}`, injured: { best: 2 } },
        }
      : { ...common, type: index % 2 === 0 ? 'AlertStarted' : 'AlertEnded', data: { title: 'Alert', place } };
  });
}

describe('an explanation costs what the value depends on', () => {
  test.each([3000, 12_000])('among %i facts, most of them alerts', async (facts) => {
    const timeline = await openTimeline({
      store: `sqlite:${folder.file()}`,
      events: newsEvents,
      projections: [counting],
      checkpoints: false,
    });
    await timeline.import(alertsAnd(facts, 20));
    counter.take();
    const { value, steps } = await timeline.explain('situation', '/casualties/injured/best');
    expect([value, steps.length]).toEqual([40, 20]);
    expect(counter.take()).toBe(20);
    const series = await timeline.series('situation', { path: '/casualties/injured/best' });
    expect(series.exact).toBe(true);
    expect(series.points).toHaveLength(20);
    expect(counter.take()).toBeLessThanOrEqual(20);
    const recorded = await timeline.series('situation', {
      path: '/casualties/injured/best',
      axis: 'recorded',
    });
    expect(recorded.exact).toBe(true);
    expect(recorded.points).toHaveLength(20);
    expect(counter.take()).toBeLessThanOrEqual(20 * 20);
    await timeline.explain('situation', '/nothing/of/the/kind');
    expect(counter.take()).toBe(0);
    await timeline.close();
  });
});

describe('an explanation of the latest steps costs no more in a long log', () => {
  test.each([2000, 20_000])('of %i facts', async (facts) => {
    const noted = createCounter();
    const timeline = await openTimeline({
      store: `sqlite:${folder.file()}`,
      events: testEvents,
      projections: [tallying({ onFact: noted.note })],
      checkpoints: { heldBytesMax: 0 },
    });
    await timeline.import(tallied(facts));
    await timeline.caughtUp();
    noted.take();
    const asOf = dayOneMs + (facts / 2) * minuteMs;
    for (const path of ['', '/seen', '/total']) {
      const { steps } = await timeline.explain('tally', path, { asOf, limit: 10 });
      expect(steps).toHaveLength(10);
      expect(noted.take()).toBeLessThan(8 * 64);
    }
    // A value that changes seldom is gone back for, twice as far each time.
    const { steps } = await timeline.explain('tally', '/heard', { asOf, limit: 4 });
    expect(steps).toHaveLength(4);
    expect(noted.take()).toBeLessThan(1200);
    // Points at even distances are each folded from what was saved before them.
    const series = await timeline.series('tally', { path: '/seen', to: asOf, points: 10 });
    expect(series.exact).toBe(false);
    expect(series.points).toHaveLength(10);
    expect(noted.take()).toBeLessThan(10 * (256 + 8 * 64));
    await timeline.close();
  });
});
