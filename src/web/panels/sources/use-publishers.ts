import type { AskedMoment, Client } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import type { Answer } from '../shared/answer.ts';
import { useAnswer } from '../shared/answer.ts';
import { beside } from '../shared/in-turn.ts';
import { fixedMoment, useAskedMoment } from '../shared/moment.ts';
import { useSettled } from '../shared/settled.ts';
import type { Publisher } from './publisher.ts';
import { publisherOf } from './publisher.ts';

/** The publishers that have most facts, and how many there are in all. */
export interface PublishersAnswer {
  readonly publishers: readonly Publisher[];
  readonly inAll: number;
  /** The moment of all of it, with nothing left open. */
  readonly moment: AskedMoment;
}

/** The most publishers whose states are asked for: one request each. */
const most = 100;

/** Asks for what each publisher reported, as of the moment once it stays where it is. */
export function usePublishers(model: PageModel): Answer<PublishersAnswer> {
  const moment = useAskedMoment(model);
  const settled = useSettled(moment, moment.key);
  return useAnswer(model, settled, async (client, { asOf, knownAt, certainty }, signal) => {
    const { keys, moment: at } = await client.keys('sources', { asOf, knownAt, certainty, signal });
    const names = keys
      .toSorted((one, other) => other.facts - one.facts)
      .slice(0, most)
      .map(({ key }) => key);
    const { key: _, ...fixed } = fixedMoment(at);
    const publishers = await statesOf(client, names, fixed, signal);
    return { publishers, inAll: keys.length, moment: fixed };
  });
}

/** Asks for the states of publishers as of a moment, a few at a time. */
export async function statesOf(
  client: Pick<Client, 'state'>,
  names: readonly string[],
  moment: AskedMoment,
  signal: AbortSignal,
): Promise<readonly Publisher[]> {
  return Promise.all(
    names.map(async (name) => {
      const asked = { ...moment, key: name, signal };
      const { state } = await beside(async () => client.state('sources', asked), signal);
      return publisherOf(name, state);
    }),
  );
}
