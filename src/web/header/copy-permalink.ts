import type { PageModel } from '../model.ts';
import { writeAddress } from '../model/write-address.ts';
import { texts } from '../texts.ts';

/** Returns the address that shows the same for ever: with nothing left open on either clock. */
export function permalinkOf({ view, at }: Pick<PageModel, 'view' | 'at'>): string {
  const { asOf, position } = at.peek();
  const query = writeAddress({ ...view.peek(), asOf: Math.floor(asOf), knownAt: position });
  return new URL(query, new URL('.', document.baseURI)).href;
}

/** Copies the address that shows the same for ever, and says so; where the browser does not let it, it goes to that address. */
export async function copyPermalink(model: PageModel): Promise<void> {
  const { header } = texts.en;
  try {
    await navigator.clipboard.writeText(permalinkOf(model));
    model.tell(header.linkCopied);
  } catch {
    model.change({ asOf: Math.floor(model.at.peek().asOf), knownAt: model.at.peek().position }, 'push');
    model.tell(header.linkNotCopied);
  }
}
