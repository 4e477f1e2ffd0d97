import type { AddressInfo } from 'node:net';

import fastify from 'fastify';

import { buildServer } from '../src/api/server.ts';
import { news, openTimeline } from '../src/index.ts';

/**
 * Serves one of two things until its parent goes: `ours` a store, or `bare` one answer by fastify alone.
 *
 * `node http-server.ts ours <path of the store>`, or `node http-server.ts bare`, which is sent the answer and its schema.
 */
export interface BareOrder {
  readonly answer: unknown;
  /** A JSON Schema of the answer, by which fastify writes it. */
  readonly schema: object;
  readonly etag: string;
}

const [kind = 'ours', path = ''] = process.argv.slice(2);

process.on('disconnect', () => process.exit());
if (kind === 'ours') await ours();
else process.once('message', (order: BareOrder) => void bare(order));

async function ours(): Promise<void> {
  const timeline = await openTimeline({ store: `sqlite:${path}`, ...news });
  const app = buildServer(timeline);
  await app.listen({ host: '127.0.0.1', port: 0 });
  process.send?.({ port: (app.server.address() as AddressInfo).port });
}

async function bare({ answer, schema, etag }: BareOrder): Promise<void> {
  const app = fastify();
  app.get('/answer', { schema: { response: { 200: schema } } }, async (_request, reply) => {
    reply.header('etag', etag);
    return answer;
  });
  app.get('/not-modified', async (request, reply) => {
    reply.header('etag', etag);
    return request.headers['if-none-match'] === etag ? reply.code(304).send() : answer;
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  process.send?.({ port: (app.server.address() as AddressInfo).port });
}
