import type { ReadonlySignal } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import { maxInstantMs } from '../../domain/instant.ts';
import type { Marks, MarksInView, PageModel, ScrubbedMoment, View } from '../model.ts';
import { texts } from '../texts.ts';
import type { CutMoment } from './cut.ts';
import { countBegun, isKnown } from './cut.ts';
import { sentenceOf } from './fault.ts';
import type { Commits } from './linking.ts';
import { lastBy } from './linking.ts';

/** Which way a step goes. */
export type Direction = 1 | -1;

/** What steps are found in. */
export interface SteppingOptions {
  readonly client: Pick<Client, 'timeline' | 'commits'>;
  readonly view: ReadonlySignal<View>;
  readonly moment: ReadonlySignal<ScrubbedMoment>;
  readonly at: ReadonlySignal<CutMoment>;
  readonly marks: ReadonlySignal<MarksInView>;
  readonly commits: ReadonlySignal<Commits>;
  /** Of the commits up to this position some are left out. */
  readonly thinnedTo: ReadonlySignal<number>;
  readonly change: PageModel['change'];
  readonly tell: (sentence: string) => void;
}

/** Returns what goes to the next change along an axis, or the one before; past the last one lies now, and the head. */
export function createStepping(options: SteppingOptions): PageModel['step'] {
  const { client, view, moment, at, marks, commits, thinnedTo, change, tell } = options;
  const { dock } = texts.en;
  const none = (direction: Direction): void => tell(direction === 1 ? dock.noneAfter : dock.noneBefore);

  async function stepOccurred(direction: Direction): Promise<void> {
    const { isWhole, marks: known } = marks.peek();
    const asOf = isWhole
      ? nextOccurred(known, at.peek(), direction)
      : await askOccurred(client, view.peek(), at.peek(), direction);
    if (asOf !== undefined) return change({ asOf });
    if (direction === 1 && moment.peek().asOf !== 'now') return change({ asOf: 'now' });
    return none(direction);
  }

  async function stepRecorded(direction: Direction): Promise<void> {
    const { isWhole, marks: known } = marks.peek();
    const { position } = at.peek();
    const isThinned = position <= thinnedTo.peek();
    const knownAt = isWhole
      ? nextTaught(known, at.peek(), direction)
      : isThinned
        ? await askCommit(client, position, direction)
        : nextCommit(commits.peek(), position, direction);
    if (knownAt !== undefined) return change({ knownAt });
    if (direction === 1 && moment.peek().knownAt !== 'head') return change({ knownAt: 'head' });
    return none(direction);
  }

  return async (axis, direction) => {
    try {
      if (axis === 'occurred') await stepOccurred(direction);
      else await stepRecorded(direction);
    } catch (error) {
      tell(sentenceOf(error));
    }
  };
}

/** Finds when the next thing that is known began after an instant, or the last one before it; undefined where there is none. */
export function nextOccurred(
  marks: Marks,
  { asOf, position }: CutMoment,
  direction: Direction,
): number | undefined {
  const begun = countBegun(marks.from, asOf);
  for (
    let index = direction === 1 ? begun : begun - 1;
    index >= 0 && index < marks.count;
    index += direction
  ) {
    const from = marks.from[index] ?? 0;
    const isOther = direction === 1 || from < asOf;
    if (isOther && isKnown(marks, index, position) && marks.status[index] !== 2) return from;
  }
  return undefined;
}

/**
 * Finds the next position after the moment's that changes the past of its instant, or the one that the last change before it left; undefined
 * where there is none.
 *
 * A fact concerns that past if any of its readings began by then: a correction may take it out of it, or bring it in.
 */
export function nextTaught(
  marks: Marks,
  { asOf, position }: CutMoment,
  direction: Direction,
): number | undefined {
  const begun = countBegun(marks.from, asOf);
  const facts = new Set(marks.fact.subarray(0, begun));
  let [next, last, before] = [Infinity, -Infinity, -Infinity];
  for (let index = 0; index < marks.count; index += 1) {
    if (!facts.has(marks.fact[index] ?? Number.NaN)) continue;
    const at = marks.position[index] ?? Number.NaN;
    if (at > position) next = Math.min(next, at);
    else if (at > last) [before, last] = [last, at];
    else if (at < last) before = Math.max(before, at);
  }
  if (direction === 1) return next === Infinity ? undefined : next;
  if (last === -Infinity) return undefined;
  if (last < position) return last;
  return before === -Infinity ? 0 : before;
}

/** Finds the next commit after a position, or the last one before it, which may be position 0; undefined where there is none. */
export function nextCommit(commits: Commits, position: number, direction: Direction): number | undefined {
  const last = lastBy(commits, position, (commit) => commit.position);
  if (direction === 1) return commits[last + 1]?.position;
  const isOn = commits[last]?.position === position;
  return commits[isOn ? last - 1 : last]?.position ?? (position > 0 && commits.length > 0 ? 0 : undefined);
}

async function askOccurred(
  client: SteppingOptions['client'],
  { filter }: View,
  { asOf, position }: CutMoment,
  direction: Direction,
): Promise<number | undefined> {
  const range = direction === 1 ? { from: asOf + 1 } : { to: asOf - 1 };
  const { entries } = await client.timeline({
    ...range,
    asOf: maxInstantMs,
    knownAt: position,
    about: filter.about,
    types: filter.types,
    streams: filter.streams,
    publishers: filter.sources,
    text: filter.text === '' ? undefined : filter.text,
    order: direction === 1 ? 'oldest-first' : 'newest-first',
    limit: 1,
  });
  return entries[0] === undefined ? undefined : Date.parse(entries[0].occurredfrom);
}

async function askCommit(
  client: SteppingOptions['client'],
  position: number,
  direction: Direction,
): Promise<number | undefined> {
  const { commits } = await client.commits(
    direction === 1 ? { after: position, limit: 1 } : { before: position, order: 'newest-first', limit: 1 },
  );
  return commits[0]?.position ?? (direction === -1 && position > 0 ? 0 : undefined);
}
