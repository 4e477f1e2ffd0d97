import type { AskedMoment, FactMention } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import type { Answer, Keyed } from './answer.ts';
import { useAnswer } from './answer.ts';
import { beside } from './in-turn.ts';
import { textOf } from './json.ts';

/** Facts by their ids, as far as they could be had. */
export type Mentions = ReadonlyMap<string, FactMention>;

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
    const mentions = new Map<string, FactMention>();
    for (const [index, fact] of facts.entries()) {
      const id = named[index];
      if (id === undefined || fact === undefined) continue;
      const title = textOf(fact.data['title']) ?? '';
      const { position, subject: stream, type, occurred } = fact;
      mentions.set(id, { id, position, stream, type, title, occurred });
    }
    return mentions;
  });
}
