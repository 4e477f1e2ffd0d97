import type { AskedMoment, FactMention, FactOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import type { Answer, Keyed } from './answer.ts';
import { useAnswer } from './answer.ts';
import { beside } from './in-turn.ts';
import { textOf } from './json.ts';

/** When something was recorded: its recorded time as a server sends it, and its position. */
export interface Recorded {
  readonly at: string;
  readonly position: number;
}

/** A fact, with when it was recorded. */
export interface Mention extends FactMention {
  readonly recorded: Recorded;
  /** When it was corrected last by the moment, where it was. */
  readonly corrected: Recorded | undefined;
}

/** Facts by their ids, as far as they could be had. */
export type Mentions = ReadonlyMap<string, Mention>;

/** The most facts that are asked for at once. */
const most = 40;

/** Asks for what some facts are called and when they occurred, as read at a moment. */
export function useMentions(
  model: PageModel,
  ids: readonly string[],
  moment: Keyed<AskedMoment> | undefined,
): Answer<Mentions> {
  const asked = [...new Set(ids)].slice(0, most);
  const question =
    moment === undefined ? undefined : { ...moment, ids: asked, key: `${moment.key} ${asked.join(' ')}` };
  return useAnswer(model, question, async (client, { ids: named, asOf, knownAt, certainty }, signal) => {
    const facts = await Promise.all(
      named.map(async (id) =>
        beside(async () => client.fact(id, { asOf, knownAt, certainty, signal }), signal).catch(
          () => undefined,
        ),
      ),
    );
    const mentions = new Map<string, Mention>();
    for (const [index, fact] of facts.entries()) {
      const id = named[index];
      if (id !== undefined && fact !== undefined) mentions.set(id, mentionOf(id, fact));
    }
    return mentions;
  });
}

function mentionOf(id: string, fact: FactOut): Mention {
  const { position, subject: stream, type, occurred, recordedtime } = fact;
  const last = fact.readings.at(-1);
  return {
    id,
    position,
    stream,
    type,
    title: textOf(fact.data['title']) ?? '',
    occurred,
    recorded: { at: recordedtime, position },
    corrected:
      last === undefined || last.number === 0
        ? undefined
        : { at: last.recordedAt, position: last.recordedFrom },
  };
}
