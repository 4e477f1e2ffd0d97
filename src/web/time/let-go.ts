import type { PageModel } from '../model.ts';

/** Ends the drag of a scrubber: it keeps where it is, or goes back to where the address has it. */
export function letGo(model: Pick<PageModel, 'view' | 'scrub' | 'change'>, how: 'keep' | 'back'): void {
  if (how === 'keep') return model.scrub(undefined);
  const { asOf, knownAt } = model.view.peek();
  return model.change({ asOf, knownAt });
}
