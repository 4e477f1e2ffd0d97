import { join } from 'node:path';

import { buildServer } from '../../src/api/server.ts';
import type { Client, EntryOut, FactOut } from '../../src/client/index.ts';
import { connect } from '../../src/client/index.ts';
import { news, openTimeline } from '../../src/index.ts';
import { readFolder } from '../../src/store/files/folder.ts';

/** What a server answers on the founding streams, as of all of them. */
export interface FoundingAnswers {
  readonly situation: unknown;
  readonly conflicts: unknown;
  readonly airForce: unknown;
  readonly article: unknown;
  readonly timeline: readonly EntryOut[];
  readonly airForceFacts: readonly EntryOut[];
  readonly articleFacts: readonly EntryOut[];
  /** The call between the presidents, which was corrected once. */
  readonly call: FactOut;
}

/** A client of a server of its own, in memory, that holds the founding streams. */
export async function foundingClient(): Promise<{ readonly client: Client; close(): Promise<void> }> {
  const timeline = await openTimeline({ store: 'memory:', ...news });
  await timeline.import(readFolder(join(import.meta.dirname, '../../streams')));
  const server = buildServer(timeline);
  const client = connect('http://localhost', {
    async fetch({ pathname, search }, { method, body }) {
      const asked = { url: pathname + search, headers: { host: 'localhost' } };
      const answer = await server.inject(
        method === 'POST' && typeof body === 'string'
          ? { ...asked, method, payload: JSON.parse(body) }
          : asked,
      );
      const type = String(answer.headers['content-type']);
      return new Response(answer.body, { status: answer.statusCode, headers: { 'content-type': type } });
    },
  });
  return {
    client,
    async close() {
      await server.close();
      await timeline.close();
    },
  };
}

/** Asks what the panels ask, as of all that the founding streams hold. */
export async function foundingAnswers(): Promise<FoundingAnswers> {
  const { client, close } = await foundingClient();
  const state = async (name: string, key?: string) => (await client.state(name, { key })).state;
  const facts = async (...publishers: readonly string[]) =>
    (await client.timeline({ limit: 200, publishers })).entries;
  const answers = {
    situation: await state('situation'),
    conflicts: await state('conflicts'),
    airForce: await state('sources', 'Ukrainian Air Force'),
    article: await state('sources', 'Founding article'),
    timeline: await facts(),
    airForceFacts: await facts('Ukrainian Air Force'),
    articleFacts: await facts('Founding article'),
    call: await client.fact('0197d69e-6fc8-78e1-90af-a33f7f8afe8b'),
  };
  await close();
  return answers;
}
