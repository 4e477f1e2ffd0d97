import { buildServer } from '../../src/api/server.ts';
import { openTimeline } from '../../src/open.ts';
/** Serves a timeline of test events on a file: `serving-child PATH PORT HEARTBEAT_MS`. It is told what to do by its parent. */
import { digesting } from '../support/bad-days.ts';
import { testEvents } from '../support/vocabulary.ts';

const [path = '', port = '0', heartbeatMs = '15000'] = process.argv.slice(2);
const timeline = await openTimeline({
  store: `sqlite:${path}`,
  events: testEvents,
  projections: [digesting(), digesting({ name: 'by-tag', keyed: true })],
});
const app = buildServer(timeline, { heartbeatMs: Number(heartbeatMs) });
await app.listen({ host: '127.0.0.1', port: Number(port) });

process.on('message', (asked) => {
  if (asked !== 'memory') return;
  globalThis.gc?.();
  process.send?.({ memory: process.memoryUsage() });
});
process.on('SIGTERM', () => {
  void app
    .close()
    .then(async () => timeline.close())
    .then(() => process.exit(0));
});
const address = app.server.address();
process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
