import { readTypedKnown, readTypedTime } from '../format/typed-time.ts';
import type { PageModel } from '../model.ts';
import { positionAt } from '../model/linking.ts';
import { typedTexts } from '../texts/typed.ts';

/** Moves the clock of the world to what was typed; returns in a sentence why not. */
export function takeTime(model: PageModel, typed: string): string | undefined {
  const read = readTypedTime(typed, model.view.peek().zone);
  if (read.kind === 'refused') return read.sentence;
  model.change({ asOf: read.kind === 'time' ? read.ms : 'now' });
  return undefined;
}

/** Moves the clock of the log to what was typed; returns in a sentence why not. */
export function takeKnown(model: PageModel, typed: string): string | undefined {
  const read = readTypedKnown(typed, model.view.peek().zone);
  const head = model.head.peek().position;
  if (read.kind === 'refused') return read.sentence;
  if (read.kind === 'newest') model.change({ knownAt: 'head' });
  else if (read.kind === 'time') model.change({ knownAt: positionAt(model.commits.peek(), read.ms) });
  else if (read.position > head) return typedTexts.ahead(read.position, head);
  else model.change({ knownAt: read.position });
  return undefined;
}
