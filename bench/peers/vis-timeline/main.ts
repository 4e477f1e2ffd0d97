/// <reference lib="dom" />
import 'vis-timeline/styles/vis-timeline-graph2d.css';
import { DataSet, Timeline } from 'vis-timeline/standalone';

import { manyReadings } from '../../../tests/web/harness/many.ts';

/**
 * Shows generated readings with vis-timeline: the same as the harness of the page does.
 *
 * The address says how many (`count`), over how many days (`spread`), in how many lanes (`lanes`), which of them (`from`, `to`), and with
 * which of its options: `stack=false`, `cluster=true`.
 */
const asked = new URL(location.href).searchParams;
const number = (name: string, otherwise: number): number => Number(asked.get(name) ?? otherwise);
const day = 86_400_000;
const start = Date.UTC(2025, 0, 1);
const spread = number('spread', 200) * day;
const readings = manyReadings({ count: number('count', 400), lanes: number('lanes', 24), spread });
const lanes = [...new Set(readings.flatMap((reading) => reading.lanes ?? []))].sort();
const items = readings.flatMap(({ from, to, position, lanes: own = [] }) =>
  own.map((lane) => ({
    id: `${position} ${lane}`,
    group: lane,
    content: '',
    start: from,
    ...(to === undefined ? { type: 'point' } : { end: to, type: 'range' }),
  })),
);

const root = document.getElementById('page');
if (root === null) throw new Error('There is nothing to show it in');
const timeline = new Timeline(
  root,
  new DataSet(items),
  new DataSet(lanes.map((id) => ({ id, content: id }))),
  {
    start: number('from', start),
    end: number('to', start + spread),
    height: '750px',
    stack: asked.get('stack') !== 'false',
    showTooltips: false,
    ...(asked.get('cluster') === 'true' ? { cluster: { maxItems: 1 } } : {}),
  },
);
let shows = false;
timeline.on('changed', () => (shows = true));

Object.assign(globalThis, {
  shows: () => shows,
  shown: () => {
    const { start: from, end: to } = timeline.getWindow();
    return { from: from.getTime(), to: to.getTime() };
  },
  move: (from: number, to: number) => timeline.setWindow(from, to, { animation: false }),
});
