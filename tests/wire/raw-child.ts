/** Serves a store over the wire as a plain event store, and nothing beside: `raw-child OPTIONS`, as JSON. */
import { createCatalogue } from '../../src/domain/catalogue.ts';
import { pathOfStore } from '../../src/domain/store-name.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import { createWireServer } from '../../src/wire/server.ts';
import type { WireServingOptions } from '../support/wire-serving.ts';

const { store, host = '127.0.0.1', port = 0 } = JSON.parse(process.argv[2] ?? '{}') as WireServingOptions;
const catalogue = createCatalogue([]);
const path = pathOfStore(store);
const log =
  path === undefined
    ? openMemoryStore({ catalogue, clock: Date.now })
    : openSqliteStore({ catalogue, clock: Date.now, path });
const wire = createWireServer({
  log,
  catalogue,
  clock: Date.now,
  raw: true,
  onFailure: (error) => process.send?.({ failure: String(error instanceof Error ? error.stack : error) }),
});
const listening = await wire.listen(host, port);

process.on('SIGTERM', () => {
  void wire
    .close()
    .then(async () => log.close())
    .then(() => process.exit(0));
});
// It ends with whoever started it.
process.on('disconnect', () => process.exit(0));
process.send?.({ port: listening, httpPort: 0 });
