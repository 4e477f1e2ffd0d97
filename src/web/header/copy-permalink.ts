import type { PageModel, ScrubbedMoment, View } from '../model.ts';
import { shownWindow } from '../model/window.ts';
import { writeAddress } from '../model/write-address.ts';
import { texts } from '../texts.ts';

/** What is on the screen, as far as a permalink says it. */
type Seen = Pick<PageModel, 'view' | 'at' | 'now' | 'head' | 'extent'>;

/** Returns the address that shows the same for ever. */
export function permalinkOf(model: Seen): string {
  return new URL(writeAddress(frozenView(model)), new URL('.', document.baseURI)).href;
}

/**
 * Returns what is looked at with nothing left open: no clock that goes on, no window that grows, no reading that is recorded later, and no clock that follows the other, for what was
 * known at a time may be told late.
 */
export function frozenView({ view, at, now, head, extent }: Seen): View {
  const seen = view.peek();
  const { asOf, position } = at.peek();
  const window = shownWindow(seen, extent.peek());
  const { compared } = seen;
  const still = (moment: ScrubbedMoment): ScrubbedMoment => ({
    asOf: moment.asOf === 'now' ? Math.floor(now.peek()) : moment.asOf,
    knownAt: moment.knownAt === 'head' ? head.peek().position : moment.knownAt,
  });
  return {
    ...seen,
    asOf: Math.floor(asOf),
    knownAt: position,
    newest: head.peek().position,
    linked: false,
    window,
    compared: compared === undefined ? undefined : still(compared),
  };
}

/** Copies the address that shows the same for ever, and says so; where the browser does not let it, it goes to that address. */
export async function copyPermalink(model: PageModel): Promise<void> {
  const { header } = texts.en;
  try {
    await navigator.clipboard.writeText(permalinkOf(model));
    model.tell(header.linkCopied);
  } catch {
    model.change(frozenView(model), 'push');
    model.tell(header.linkNotCopied);
  }
}
