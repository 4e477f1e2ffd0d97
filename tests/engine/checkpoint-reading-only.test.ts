import { afterAll, expect, test } from 'vitest';

import { digesting, live, openBad } from '../support/bad-days.ts';
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
