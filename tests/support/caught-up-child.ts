import { setImmediate as nextTurn } from 'node:timers/promises';

import { digesting, live, openBad } from './bad-days.ts';

// Appends what the build has not followed yet, imports slowly, and waits meanwhile for what is saved to catch up.
const timeline = await openBad(process.argv[2] ?? '', [digesting()]);
await timeline.append('seen-here', [
  { type: 'ThingSeen', occurred: '2025-01-01', data: { title: 'first', count: 1 } },
]);
const isUnderWay = Promise.withResolvers<void>();
const imported = timeline.import(slowly());
await isUnderWay.promise;
await timeline.caughtUp();
const { recorded } = await imported;
await timeline.caughtUp();
const [projection] = timeline.projections();
console.log(`imported ${recorded}, caught up, lag ${projection?.lag}`);
await timeline.close();

async function* slowly() {
  for (const [index, { recordedAt: _, ...event }] of live(500).entries()) {
    // By then the import writes to the index, too.
    if (index === 400) isUnderWay.resolve();
    if (index % 16 === 0) await nextTurn();
    yield event;
  }
}
