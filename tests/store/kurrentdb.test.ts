import { afterAll } from 'vitest';

import { findCluster } from '../support/kurrent-cluster.ts';
import { openNodeStore } from '../support/open-node.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { describeEventLog } from './event-log.contract.ts';

const folder = makeTempFolder();
const cluster = await findCluster();
afterAll(async () => {
  await cluster.stop();
  folder.remove();
});

describeEventLog(`a cluster: ${cluster.title}`, (options) =>
  openNodeStore({ ...options, url: cluster.newLog(), path: folder.file() }),
);
