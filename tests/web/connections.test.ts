import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { ServedModel } from './served-model.ts';
import { said, serveModel, until } from './served-model.ts';

/** The stream that tells of the log follows the past of the end of all time. */
const ofTheLog = /updates\?asOf=%2B275760-/;
const past = '2025-07-02T00:00:00Z';

let served: ServedModel;
beforeEach(async () => {
  served = await serveModel(
    async (timeline) => timeline.append('said-a', [said('One', '2025-07-01')], {}),
    `?asOf=${past}`,
  );
});
afterEach(async () => served.close());

const asksOfThePast = () =>
  served.asked.filter((path) =>
    path.includes(`updates?asOf=${encodeURIComponent(past.replace('Z', '.000Z'))}`),
  );
const titles = () => served.model.pastChanged.value?.causes.map(({ title }) => title);

describe('a page that looks at the past', () => {
  test('hears what changes it, and keeps one connection', async () => {
    await until(() => served.streams().length === 1);
    expect(served.streams()).toEqual([expect.stringMatching(ofTheLog)]);
    await served.timeline.append('said-a', [said('Two', '2025-06-30')], {});
    await until(() => titles()?.includes('Two') === true);
    await served.timeline.append('said-a', [said('Three', '2025-06-29')], {});
    await until(() => titles()?.includes('Three') === true);
    await until(() => served.streams().length === 1);
    expect(titles()).toEqual(['Two', 'Three']);
  });

  test('asks again only when the log has gone on', async () => {
    await served.timeline.append('said-a', [said('Two', '2025-06-30')], {});
    await until(() => titles()?.length === 1 && served.streams().length === 1);
    const before = asksOfThePast().length;
    expect(before).toBeGreaterThan(0);
    // What does not concern the past is asked for, and told of nothing.
    await served.timeline.append('said-a', [said('Later', '2025-07-03')], {});
    await until(() => asksOfThePast().length > before && served.streams().length === 1);
    expect(asksOfThePast()).toHaveLength(before + 1);
    expect(titles()).toEqual(['Two']);
  });
});

describe('a page that is out of sight', () => {
  test('lets go of its connection, and hears of what came meanwhile once it is seen again', async () => {
    await until(() => served.streams().length === 1);
    served.see(false);
    await until(() => served.streams().length === 0);
    await served.timeline.append('said-a', [said('Two', '2025-06-30')], {});
    expect(served.model.live.value).toMatchObject({ unseen: 0 });
    served.see(true);
    await until(() => titles()?.includes('Two') === true);
    expect(served.model.live.value).toEqual({ kind: 'paused', unseen: 1 });
    // It went on where it was, and was told nothing twice.
    expect(served.asked.filter((path) => ofTheLog.test(path))).toHaveLength(2);
  });
});
