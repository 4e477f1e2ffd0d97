import { openMemoryAccess } from '../../../src/access/memory.ts';
import { buildServer } from '../../../src/api/server.ts';
import { newsEvents } from '../../../src/domain/events/news.ts';
import { openTimeline } from '../../../src/open.ts';
import { newsProjections } from '../../../src/projections/index.ts';
import { readFolder } from '../../../src/store/files/folder.ts';
import { foundingStreams } from '../../api/served.ts';
/** Serves the founding timeline on a file: `fuzzed-child STORE_PATH open|tokens|harmed`. It tells its parent what it hears of itself. */

const [path = '', mode = 'open'] = process.argv.slice(2);
const timeline = await openTimeline({
  store: `sqlite:${path}`,
  events: newsEvents,
  projections: newsProjections,
  waitMsMax: 20,
});
await timeline.import(readFolder(foundingStreams));
const access = openMemoryAccess();
const token =
  mode === 'tokens' ? access.create({ name: 'fuzz', scopes: ['admin'] }, 'os:fuzz').token : undefined;
const app = buildServer(timeline, {
  ...(mode === 'tokens' ? { access } : {}),
  // What goes wrong inside is written to standard error, where the parent reads it.
  logger: { level: 'error', stream: process.stderr },
});
// What a server must never do, for the control.
if (mode === 'harmed')
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.includes('limit=1')) return reply.code(500).type('text/html').send(`<h1>at ${path}</h1>`);
  });
await app.listen({ host: '127.0.0.1', port: 0 });

process.on('message', (asked) => {
  if (asked === 'memory') {
    globalThis.gc?.();
    process.send?.({ memory: process.memoryUsage() });
  }
  if (asked === 'verify')
    void timeline.verify().then(({ events, faults }) => process.send?.({ verified: { events, faults } }));
});
// Whoever asks it is gone.
process.on('disconnect', () => process.exit(1));
process.on('SIGTERM', () => {
  void app
    .close()
    .then(async () => timeline.close())
    .then(() => process.exit(0));
});
const address = app.server.address();
process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0, token });
