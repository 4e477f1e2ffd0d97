import type { Client } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect } from 'vitest';

import { makeTempFolder } from './temp-folder.ts';
import { order, told } from './wire-events.ts';
import { connectRaw } from './wire-raw.ts';
import type { WireServing } from './wire-serving.ts';
import { startWire } from './wire-serving.ts';

/** Two orders that are served. */
export interface ServedOrders {
  readonly serving: WireServing;
  /** A connection without any client of the protocol. */
  readonly raw: Client;
}

/** Serves a stream `orders-1` of two orders to the tests of a file; after them both are there as before, and nothing has gone wrong inside. */
export function serveOrders(): () => ServedOrders {
  const temp = makeTempFolder();
  let served: ServedOrders;

  beforeAll(async () => {
    const serving = await startWire({ store: `sqlite:${temp.file()}`, readsMax: 20 });
    served = { serving, raw: connectRaw(serving.port) };
    await serving.client().appendToStream('orders-1', [order(1), order(2)]);
  });

  afterAll(async () => {
    const { serving, raw } = served;
    raw.close();
    expect(await told(serving.client().readStream('orders-1'))).toHaveLength(2);
    expect(serving.failures).toEqual([]);
    await serving.stop('SIGTERM');
    temp.remove();
  });

  return () => served;
}
