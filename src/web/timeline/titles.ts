import type { ReadonlySignal } from '@preact/signals';
import { signal } from '@preact/signals';

import type { AskedReadings, ReadingsOut } from '../../client/index.ts';
import type { PageModel } from '../model.ts';
import { askedFilter } from '../model/asked-filter.ts';
import { planTitles } from './title-plan.ts';
import type { TitleRequest } from './title-plan.ts';

/** What is told of a reading beyond its mark. */
export interface Titled {
  /** The id of the first event of its fact. */
  readonly id: string;
  readonly title: string;
  /** Who says so. */
  readonly sources: readonly string[];
}

/** Titles of readings, asked for as they are needed. */
export interface Titles {
  /** Counts up whenever titles have come. */
  readonly come: ReadonlySignal<number>;
  /** Returns what is known of the reading that an event made, by its position. */
  of(position: number): Titled | undefined;
  /** Asks for the titles of these readings in a little while, and no longer for those that the same part wanted before. */
  want(part: string, readings: readonly number[]): void;
  /** Asks for one at once; undefined where the server has none. */
  ask(position: number): Promise<Titled | undefined>;
}

/** How long it takes until what is wanted is asked for, in milliseconds: while one pans it changes with every frame. */
const restMs = 140;

/** How many titles are kept. */
const keptMax = 20_000;

/** The most pages of one range. */
const pagesMax = 3;

/** Makes the titles of a page's marks. */
export function createTitles(model: Pick<PageModel, 'client' | 'marks' | 'head' | 'view'>): Titles {
  const known = new Map<number, Titled>();
  const come = signal(0);
  const wanted = new Map<string, readonly number[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  const keep = (answer: ReadingsOut): void => {
    if (known.size > keptMax) known.clear();
    for (const [position, titled] of titledOf(answer)) known.set(position, titled);
    come.value += 1;
  };
  const asked = (request: TitleRequest): AskedReadings => {
    const head = model.head.peek().position;
    const plain = { lanes: 'source', titles: true, limit: 1000 } as const;
    if (request.kind === 'one') return { ...plain, after: request.position - 1, knownAt: request.position };
    const { from, to } = request;
    return {
      ...plain,
      ...askedFilter(model.view.peek().filter),
      from,
      to,
      ...(head > 0 ? { knownAt: head } : {}),
    };
  };
  const bring = async (request: TitleRequest): Promise<void> => {
    let page: string | undefined;
    for (let count = 0; count < pagesMax; count += 1) {
      const answer = await model.client.readings({ ...asked(request), page });
      keep(answer);
      if (answer.next === undefined) return;
      page = answer.next;
    }
  };
  const askWanted = async (): Promise<void> => {
    if (isAsking) return;
    isAsking = true;
    try {
      const { marks } = model.marks.peek();
      // What was wanted may be none of the readings that there are now.
      const missing = [...wanted.values()]
        .flat()
        .filter((reading) => reading < marks.count && !known.has(marks.position[reading] ?? -1));
      wanted.clear();
      await Promise.allSettled(planTitles(marks, missing).map(bring));
    } finally {
      isAsking = false;
      if (wanted.size > 0) later();
    }
  };
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void askWanted(), restMs);
  };
  return {
    come,
    of: (position) => known.get(position),
    want(part, readings) {
      wanted.set(part, readings);
      if (readings.length > 0) later();
    },
    async ask(position) {
      if (!known.has(position)) await bring({ kind: 'one', position });
      return known.get(position);
    },
  };
}

/** Reads positions, ids, titles and sources out of an answer; its lanes are the sources. */
function* titledOf({ readings, lanes }: ReadingsOut): Generator<readonly [number, Titled]> {
  const { id = [], title = [], laneCount, laneOf } = readings;
  let position = 0;
  let lane = 0;
  for (const [index, difference] of readings.position.entries()) {
    position += difference;
    const own = laneOf.slice(lane, lane + (laneCount[index] ?? 0));
    lane += own.length;
    const sources = own.map((place) => lanes[place] ?? '');
    yield [position, { id: id[index] ?? '', title: title[index] ?? '', sources }];
  }
}
