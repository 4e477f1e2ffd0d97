import type { ReadonlySignal } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import { maxInstantMs } from '../../domain/instant.ts';
import type { PageModel, ScrubbedMoment, View } from '../model.ts';
import { texts } from '../texts.ts';
import { askedFilter } from './asked-filter.ts';
import type { CutMoment } from './cut.ts';
import { sentenceOf } from './fault.ts';
import type { Direction } from './next-change.ts';
import { nextOccurred } from './next-change.ts';
import type { RecordedStepping } from './recorded-step.ts';
import { findRecordedStep, momentOf } from './recorded-step.ts';

/** What steps are found in. */
export interface SteppingOptions extends RecordedStepping {
  readonly client: Pick<Client, 'timeline' | 'commits'>;
  readonly view: ReadonlySignal<View>;
  readonly moment: ReadonlySignal<ScrubbedMoment>;
  readonly change: PageModel['change'];
  readonly tell: (sentence: string) => void;
}

/** Returns what goes to the next change along an axis, or the one before; past the last one lies now, and the head. */
export function createStepping(options: SteppingOptions): PageModel['step'] {
  const { client, view, moment, at, marks, change, tell } = options;
  const { dock } = texts.en;

  async function findOccurred(direction: Direction): Promise<Partial<ScrubbedMoment> | undefined> {
    const { isWhole, marks: known } = marks.peek();
    const asOf = isWhole
      ? nextOccurred(known, at.peek(), direction)
      : await askOccurred(client, view.peek(), at.peek(), direction);
    if (asOf !== undefined) return { asOf };
    return direction === 1 && moment.peek().asOf !== 'now' ? { asOf: 'now' } : undefined;
  }

  async function findRecorded(direction: Direction): Promise<Partial<ScrubbedMoment> | undefined> {
    const commit = await findRecordedStep(options, direction);
    if (commit !== undefined) return momentOf(commit, view.peek());
    return direction === 1 && moment.peek().knownAt !== 'head' ? { knownAt: 'head' } : undefined;
  }

  return async (axis, direction) => {
    const before = moment.peek();
    try {
      const next = await (axis === 'occurred' ? findOccurred(direction) : findRecorded(direction));
      // Meanwhile the reader may have gone elsewhere.
      if (moment.peek() !== before) return;
      if (next === undefined) tell(direction === 1 ? dock.noneAfter : dock.noneBefore);
      else change(next);
    } catch (error) {
      tell(sentenceOf(error));
    }
  };
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
    ...askedFilter(filter),
    order: direction === 1 ? 'oldest-first' : 'newest-first',
    limit: 1,
  });
  return entries[0] === undefined ? undefined : Date.parse(entries[0].occurredfrom);
}
