import { useRef } from 'preact/hooks';

import type { AskedMoment, ReadingColumns } from '../../../client/index.ts';
import { joinReadings } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { useAnswer } from '../shared/answer.ts';
import { beside } from '../shared/in-turn.ts';
import { useSettled } from '../shared/settled.ts';
import type { ListName } from './entries.ts';
import { typesOfList } from './list-times.ts';

/** The most readings that times are told of: of a list that is made of more, none are. */
const most = 4000;

/**
 * Asks for the readings that some lists are made of, as far as they are known by a position; undefined while they are not there, or where
 * they are too many.
 *
 * Readings only become more: by what position they were too many is kept, and nothing is asked from there on.
 */
export function useListReadings(
  model: PageModel,
  lists: readonly ListName[],
  position: number,
): ReadingColumns | undefined {
  const knownAt = useSettled(position, String(position));
  const types = lists.flatMap((list) => typesOfList[list]);
  const named = types.join(' ');
  const over = useRef(new Map<string, number>());
  const isOver = knownAt >= (over.current.get(named) ?? Infinity);
  const question = isOver ? undefined : { types, knownAt, key: `${named} ${knownAt}` };
  const asked = useAnswer(model, question, async (client, { types: of, knownAt: by }: Asked, signal) => {
    const answer = await beside(
      async () => client.readings({ types: of, lanes: 'type', knownAt: by, limit: most, signal }),
      signal,
    );
    if (answer.next === undefined) return joinReadings(undefined, answer);
    over.current.set(of.join(' '), Number(by));
    return undefined;
  });
  return isOver ? undefined : asked.answer;
}

interface Asked extends Pick<AskedMoment, 'knownAt'> {
  readonly types: readonly string[];
}
