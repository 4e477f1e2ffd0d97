import { afterAll, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import { stallClients } from './slow.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const clients = 80;
const events = 2500;

test(`${clients} clients that do not read cost little, however much is appended, and are no trouble for others`, async () => {
  const { memory, ...stalled } = await stallClients({ folder, clients, events, eventsPerAppend: 20 });
  console.log(`slow: ${JSON.stringify(stalled)}, heap and more of the server: ${JSON.stringify(memory)}`);
  expect(stalled.harm).toBe(0);
  expect(stalled.bytesPerClient).toBeLessThan(0.3 * 2 ** 20);
  expect(stalled.bytesPerClientAndBacklog).toBeLessThan(0.05 * 2 ** 20);
});
