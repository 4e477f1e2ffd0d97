import type { ReadonlySignal } from '@preact/signals';
import { batch, computed, signal } from '@preact/signals';

import type { ScrubbedMoment, View } from '../model.ts';
import type { ReadAddress } from './address.ts';
import { readAddress } from './address.ts';
import type { Commits } from './linking.ts';
import { linkMoment } from './linking.ts';
import { isSameMoment } from './view.ts';
import type { World } from './world.ts';
import { writeAddress } from './write-address.ts';

/** What is looked at: what the address says, and where a drag has come to. */
export interface Looking {
  readonly view: ReadonlySignal<View>;
  readonly moment: ReadonlySignal<ScrubbedMoment>;
  /** Whether a scrubber is being dragged, or a replay goes on. */
  readonly isMoving: ReadonlySignal<boolean>;
  change(part: Partial<View>, how?: 'push' | 'replace'): void;
  scrub(moment: Partial<ScrubbedMoment> | undefined): void;
  /** What the address said when the page was opened. */
  readonly opened: ReadAddress;
}

/** How long the address waits for the next change of the same step, in milliseconds: browsers refuse too many. */
const writeAfterMs = 200;

/** Follows the address of the page, and writes to it what the reader changes. */
export function createLooking(
  world: Pick<World, 'address' | 'wait'>,
  commits: ReadonlySignal<Commits>,
  onRead: (read: ReadAddress) => void,
): Looking {
  const opened = readAddress(world.address.read());
  const view = signal<View>(opened.view);
  const scrubbed = signal<ScrubbedMoment | undefined>(undefined);
  const moment = createMoment(view, scrubbed);
  const writer = createWriter(world);

  function change(part: Partial<View>, how: 'push' | 'replace' = 'replace'): void {
    const before = view.peek();
    const sets = part.asOf !== undefined || part.knownAt !== undefined || part.linked !== undefined;
    // A moment that moves goes on while anything else changes; of one that is set, the other clock stays where it has come to.
    const from = sets ? { ...before, ...moment.peek() } : before;
    batch(() => {
      if (sets) scrubbed.value = undefined;
      view.value = { ...from, ...part, ...linkedMoment(commits.peek(), part, from) };
    });
    writer.write(before, view.peek(), how);
  }

  world.address.onMoved(() => {
    const read = readAddress(world.address.read());
    writer.forget();
    batch(() => {
      scrubbed.value = undefined;
      view.value = read.view;
    });
    onRead(read);
  });

  return {
    opened,
    view,
    moment,
    isMoving: computed(() => scrubbed.value !== undefined),
    change,
    scrub(part) {
      const before = moment.peek();
      if (part === undefined) {
        if (scrubbed.peek() !== undefined) change(before);
      } else if (view.peek().linked) scrubbed.value = linkMoment(commits.peek(), part, before);
      else scrubbed.value = { ...before, ...part };
    },
  };
}

/** A moment that is another object only where it is another moment. */
function createMoment(
  view: ReadonlySignal<View>,
  scrubbed: ReadonlySignal<ScrubbedMoment | undefined>,
): ReadonlySignal<ScrubbedMoment> {
  let shown: ScrubbedMoment = { asOf: 'now', knownAt: 'head' };
  return computed(() => {
    const { asOf, knownAt } = scrubbed.value ?? view.value;
    if (!isSameMoment(shown, { asOf, knownAt })) shown = { asOf, knownAt };
    return shown;
  });
}

/** Returns the moment that a change leads to where the clocks are linked, or become so; else nothing. */
function linkedMoment(commits: Commits, part: Partial<View>, before: View): Partial<ScrubbedMoment> {
  if (!(part.linked ?? before.linked)) return {};
  const isLinking = part.linked === true && !before.linked;
  const { asOf, knownAt } = isLinking && part.knownAt === undefined ? { asOf: before.asOf, ...part } : part;
  if (asOf === undefined && knownAt === undefined) return {};
  const moved = { ...(asOf !== undefined && { asOf }), ...(knownAt !== undefined && { knownAt }) };
  return linkMoment(commits, moved, before);
}

/** Writes views to the address, many small changes at once. */
function createWriter({ address, wait }: Pick<World, 'address' | 'wait'>) {
  let waiting: AbortController | undefined;
  const forget = (): void => {
    waiting?.abort();
    waiting = undefined;
  };
  return {
    forget,
    write(before: View, after: View, how: 'push' | 'replace'): void {
      const isLate = waiting !== undefined;
      forget();
      if (how === 'push') {
        // The step that is left keeps what it had come to.
        if (isLate) address.write(writeAddress(before), 'replace');
        return address.write(writeAddress(after), how);
      }
      const mine = new AbortController();
      waiting = mine;
      void wait(writeAfterMs, mine.signal).then(() => {
        if (mine.signal.aborted) return;
        waiting = undefined;
        address.write(writeAddress(after), how);
      });
      return undefined;
    },
  };
}
