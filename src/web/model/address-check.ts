import type { ReadonlySignal } from '@preact/signals';
import { effect, untracked } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import type { PageModel, ScrubbedMoment } from '../model.ts';
import { texts } from '../texts.ts';
import type { ReadAddress } from './address.ts';
import { positionKnownBy } from './commit-asking.ts';

/** What an address is held against. */
export interface AddressCheck {
  readonly client: Pick<Client, 'commits'>;
  /** The address as it was read last. */
  readonly read: ReadonlySignal<ReadAddress>;
  /** The last position that is shown; undefined until it is known. */
  readonly shown: ReadonlySignal<number | undefined>;
  /** The moment that the page has come to. */
  readonly moment: ReadonlySignal<ScrubbedMoment>;
  readonly change: PageModel['change'];
  readonly tell: (sentence: string) => void;
}

/** Sets right what an address says that only the log can tell, and tells what it says that means nothing. */
export function checkAddress({ client, read, shown, moment, change, tell }: AddressCheck): void {
  let checked: ReadAddress | undefined;

  async function check(address: ReadAddress, head: number): Promise<void> {
    const { view, knownAtTime } = address;
    const isAhead = isAheadOf(head);
    if (isAhead(view.knownAt)) change({ knownAt: 'head' });
    if (isAhead(view.newest)) change({ newest: undefined });
    if (view.compared !== undefined && isAhead(view.compared.knownAt))
      change({ compared: { ...view.compared, knownAt: 'head' } });
    const faults = faultsOf(address, head);
    if (faults.length > 0) tell(faults.join(' '));
    // Linked clocks stand at one time, whatever the address leaves out.
    if (view.linked && view.knownAt === 'head' && view.asOf !== 'now') change({ asOf: view.asOf });
    if (knownAtTime === undefined) return;
    const { knownAt } = moment.peek();
    const position = await positionKnownBy(client, knownAtTime);
    // What the reader has done since stands.
    if (read.peek() === address && moment.peek().knownAt === knownAt) change({ knownAt: position });
  }

  effect(() => {
    const [address, head] = [read.value, shown.value];
    if (head === undefined || address === checked) return;
    checked = address;
    // Where the server is away, the pill says so, and what is known now is shown.
    untracked(() => void check(address, head).catch(() => undefined));
  });
}

/** Tells of positions whether the log has yet to come to them. */
function isAheadOf(head: number): (position: ScrubbedMoment['knownAt'] | undefined) => position is number {
  return (position): position is number => typeof position === 'number' && position > head;
}

/** Says what an address says that means nothing, in sentences: each once, as they are told in one turn. */
function faultsOf({ view, refused }: ReadAddress, head: number): readonly string[] {
  const { page } = texts.en;
  const ahead = [view.knownAt, view.newest, view.compared?.knownAt].filter(isAheadOf(head));
  return [
    ...(refused.length > 0 ? [page.refusedInAddress(refused)] : []),
    ...[...new Set(ahead)].map((position) => page.aheadOfLog(position)),
  ];
}
