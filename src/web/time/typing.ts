import { readTypedKnown, readTypedTime } from '../format/typed-time.ts';
import type { PageModel } from '../model.ts';
import { positionKnownBy } from '../model/commit-asking.ts';
import { sentenceOf } from '../model/fault.ts';
import { nearAsOf, nearKnownAt } from '../model/near.ts';
import { typedTexts } from '../texts/typed.ts';

/** Moves the clock of the world to what was typed; returns in a sentence why not. */
export function takeTime(model: PageModel, typed: string): string | undefined {
  const read = readTypedTime(typed, model.view.peek().zone, nearAsOf(model, model.moment.peek().asOf));
  if (read.kind === 'refused') return read.sentence;
  model.change({ asOf: read.kind === 'time' ? read.ms : 'now' });
  return undefined;
}

/** Moves the clock of the log to what was typed, for a time after it has asked what was known then; returns in a sentence why not. */
export async function takeKnown(model: PageModel, typed: string): Promise<string | undefined> {
  const read = readTypedKnown(typed, model.view.peek().zone, nearKnownAt(model, model.moment.peek().knownAt));
  const head = model.head.peek().position;
  if (read.kind === 'refused') return read.sentence;
  if (read.kind === 'newest') model.change({ knownAt: 'head' });
  else if (read.kind === 'time') return takeKnownTime(model, read.ms);
  else if (read.position > head) return typedTexts.ahead(read.position, head);
  else model.change({ knownAt: read.position });
  return undefined;
}

/** The page need not have every commit of a long log: only the server knows what was known at a time. */
async function takeKnownTime(model: PageModel, ms: number): Promise<string | undefined> {
  const before = model.moment.peek();
  try {
    const position = await positionKnownBy(model.client, ms);
    // Meanwhile the reader may have gone elsewhere.
    if (model.moment.peek() !== before) return undefined;
    const knownAt = Math.min(position, model.head.peek().position);
    model.change(model.view.peek().linked ? { asOf: ms, knownAt } : { knownAt });
    return undefined;
  } catch (error) {
    return sentenceOf(error);
  }
}
