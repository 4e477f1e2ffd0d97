import type { Client, FactOut } from '../../../client/index.ts';
import type { WriteKind } from '../form/form-schema.ts';
import type { Schema } from '../form/schema.ts';
import type { StreamRevision } from './between.ts';
import { revisionOf } from './between.ts';
import type { Draft } from './draft.ts';
import { draftAbout, emptyDraft } from './draft.ts';
import type { WrittenType } from './event-types.ts';
import { schemaOfType, typesWritten } from './event-types.ts';

/** What a form stands on once it is open. */
export interface Opened {
  readonly kind: WriteKind;
  readonly draft: Draft;
  readonly types: readonly WrittenType[];
  /** Streams to choose from: the first thousand, by name. */
  readonly streams: readonly string[];
  /** The revision of the stream, where it is known which. */
  readonly expected: StreamRevision | undefined;
  /** The schema of the data, where it is known of which type. */
  readonly schema: Schema | undefined;
}

/** Asks for all that the form of a new event stands on; throws the server's error. `type` is that of a draft that was kept, or empty. */
export async function openAppend(client: Client, type = ''): Promise<Opened> {
  const [types, page] = await Promise.all([
    typesWritten(client),
    client.get<{ readonly streams: readonly { readonly stream: string }[] }>('/v1/streams'),
  ]);
  const streams = page.streams.map(({ stream }) => stream);
  const chosen = types.find((one) => one.type === type);
  const schema = chosen === undefined ? undefined : await schemaOfType(client, chosen);
  return { kind: 'append', draft: emptyDraft, types, streams, expected: undefined, schema };
}

/**
 * Asks for all that a form about a fact stands on; throws the server's error.
 *
 * The revision is asked for before the fact: what comes between the two is then told as a conflict, and not overlooked. A fact that was
 * retracted or reinstated meanwhile opens the form for what can be done about it now.
 */
export async function openAbout(
  client: Client,
  asked: Exclude<WriteKind, 'append'>,
  { id, subject }: Pick<FactOut, 'id' | 'subject'>,
): Promise<Opened> {
  const expected = { stream: subject, revision: await revisionOf(client, subject) };
  const [fact, types] = await Promise.all([client.fact(id), typesWritten(client)]);
  const kind = kindFor(asked, fact.status === 'retracted');
  const version = types.find(({ type }) => type === fact.type);
  const schema = version === undefined ? {} : await schemaOfType(client, version);
  return { kind, draft: draftAbout(kind, fact), types, streams: [], expected, schema };
}

function kindFor(asked: Exclude<WriteKind, 'append'>, isRetracted: boolean): WriteKind {
  if (isRetracted) return 'reinstate';
  return asked === 'reinstate' ? 'correct' : asked;
}
