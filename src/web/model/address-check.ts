import type { ReadonlySignal } from '@preact/signals';
import { effect, untracked } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import type { PageModel } from '../model.ts';
import { texts } from '../texts.ts';
import type { ReadAddress } from './address.ts';

/** What an address is held against. */
export interface AddressCheck {
  readonly client: Pick<Client, 'commits'>;
  /** The address as it was read last. */
  readonly read: ReadonlySignal<ReadAddress>;
  /** The last position that is shown; undefined until it is known. */
  readonly shown: ReadonlySignal<number | undefined>;
  readonly change: PageModel['change'];
  readonly tell: (sentence: string) => void;
}

/** Sets right what an address says that only the log can tell, and tells what it says that means nothing. */
export function checkAddress({ client, read, shown, change, tell }: AddressCheck): void {
  const { page } = texts.en;
  let checked: ReadAddress | undefined;

  async function check({ view, refused, knownAtTime }: ReadAddress, head: number): Promise<void> {
    if (refused.length > 0) tell(page.refusedInAddress(refused));
    if (typeof view.knownAt === 'number' && view.knownAt > head) {
      change({ knownAt: 'head' });
      tell(page.aheadOfLog(view.knownAt));
    }
    // Linked clocks stand at one time, whatever the address leaves out.
    if (view.linked && view.knownAt === 'head' && view.asOf !== 'now') change({ asOf: view.asOf });
    if (knownAtTime === undefined) return;
    const { commits } = await client.commits({ to: knownAtTime, order: 'newest-first', limit: 1 });
    change({ knownAt: commits[0]?.position ?? 0 });
  }

  effect(() => {
    const [address, head] = [read.value, shown.value];
    if (head === undefined || address === checked) return;
    checked = address;
    // Where the server is away, the pill says so, and what is known now is shown.
    untracked(() => void check(address, head).catch(() => undefined));
  });
}
