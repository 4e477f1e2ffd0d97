import { afterAll, expect, test } from 'vitest';

import { dayOneMs, digesting, factAt, live, minuteMs, openBad, told } from '../support/bad-days.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

test('a process that only reads says what is saved by now, also when it said so before', async () => {
  const path = folder.file();
  const writer = await openBad(path, [digesting()]);
  await writer.import(live(100));
  await writer.caughtUp();
  const reader = await openBad(path, [digesting()], { readOnly: true });
  expect(reader.projections()[0]?.checkpoints).toEqual(writer.projections()[0]?.checkpoints);
  await writer.import(live(400, 100));
  await writer.caughtUp();
  expect(reader.projections()[0]?.checkpoints).toEqual(writer.projections()[0]?.checkpoints);
  await reader.close();
  await writer.close();
});

test('a process that only reads answers with what was recorded late since it answered last', async () => {
  const path = folder.file();
  const writer = await openBad(path, [digesting()]);
  await writer.import(live(100));
  await writer.caughtUp();
  const reader = await openBad(path, [digesting()], { readOnly: true, checkpoints: {} });
  const asOf = '2025-02-01T00:00:00Z';
  for (let late = 0; late < 5; late += 1) {
    const { state, moment } = await reader.state('digest', { asOf });
    expect(moment.position).toBe(100 + late);
    expect(state).toEqual((await writer.state('digest', { asOf })).state);
    await writer.append('seen-here', told([factAt(`late-${late}`, dayOneMs + 30 * minuteMs)]));
    await writer.caughtUp();
  }
  await reader.close();
  await writer.close();
});
