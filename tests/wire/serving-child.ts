/** Serves a timeline of news on a store over the wire and over HTTP: `serving-child OPTIONS`, as JSON. It is told what to do by its parent. */
import { buildServer } from '../../src/api/server.ts';
import { TimelineError } from '../../src/domain/errors.ts';
import { news } from '../../src/index.ts';
import { openStoreAndTimeline } from '../../src/open.ts';
import { createWireServer } from '../../src/wire/server.ts';
import type { WireServingOptions } from '../support/wire-serving.ts';

const options = JSON.parse(process.argv[2] ?? '{}') as WireServingOptions;
const { store, host = '127.0.0.1', port = 0, keepForeign = true, tokens, tls } = options;
const revoked = new Set<unknown>();
const opened = await openStoreAndTimeline({ store, ...news });
const app = buildServer(opened.timeline);
await app.listen({ host: '127.0.0.1', port: 0 });
const wire = createWireServer({
  log: opened.store,
  catalogue: opened.timeline.catalogue,
  clock: Date.now,
  keepForeign,
  access:
    tokens === undefined
      ? undefined
      : {
          isRequired: () => true,
          identify(token) {
            const scopes = tokens[token];
            if (scopes === undefined || revoked.has(token))
              throw new TimelineError('token-refused', 'The token is refused');
            return { id: `id-of-${token}`, name: token, scopes };
          },
        },
  tls: tls === undefined ? undefined : { cert: Buffer.from(tls.cert), key: Buffer.from(tls.key) },
  ...(options.readsMax === undefined ? {} : { readsMax: options.readsMax }),
  onFailure: (error) => process.send?.({ failure: String(error instanceof Error ? error.stack : error) }),
});
const listening = await wire.listen(host, port);

process.on('message', (asked) => {
  if (asked !== 'memory') {
    // Everything else is a token that is revoked.
    revoked.add(asked);
    return;
  }
  globalThis.gc?.();
  process.send?.({ memory: process.memoryUsage() });
});
// It ends with whoever started it.
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => {
  void wire
    .close()
    .then(async () => app.close())
    .then(async () => opened.timeline.close())
    .then(() => process.exit(0));
});
const address = app.server.address();
process.send?.({
  port: listening,
  httpPort: typeof address === 'object' && address !== null ? address.port : 0,
});
