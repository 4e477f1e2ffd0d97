import type { Appended } from '../client/index.ts';
import { connect } from '../client/index.ts';
import { changesOfUrl } from './access-url-changes.ts';
import type { Access, AppendedAnswer } from './access.ts';
import type { CliContext } from './context.ts';

/**
 * Reaches a timeline that a server serves; what the server refuses is thrown as the error that it names.
 *
 * Throws `invalid-request` for what is no HTTP address. Everything throws `store-unreachable` when nothing answers, or
 * what answers is not Asof.
 */
export function accessToUrl(
  address: string,
  { fetch, wait }: Pick<CliContext, 'fetch' | 'wait'>,
  token?: string,
): Access {
  const client = connect(address, { fetch, wait, token });
  return {
    ...changesOfUrl(client),
    append: async (stream, events, options) => answerOf(client.append(stream, events, options)),
    correct: async (id, correction) => answerOf(client.correct(id, correction)),
    retract: async (id, retraction) => answerOf(client.retract(id, retraction)),
    audit: client.audit,
    parked: client.parked,
    timeline: client.timeline,
    fact: client.fact,
    state: client.state,
    keys: client.keys,
    streams: async () => client.streams(),
    stream: client.stream,
    projections: async () => client.projections(),
    beginRebuild: client.beginRebuild,
    rebuild: client.rebuild,
    cancelRebuild: client.cancelRebuild,
    resume: client.resume,
    log: () => client.log(),
    close: async () => undefined,
  };
}

async function answerOf(appended: Promise<Appended>): Promise<AppendedAnswer> {
  const { repeated, ...answer } = await appended;
  return { answer, repeated };
}
