import { signal } from '@preact/signals';

import type { PageModel } from '../model.ts';

/** Where it is kept whether single keys do something. */
const storageName = 'asof-keys';

/** Whether single keys do something; people who speak to their computer turn them off. */
export const hasShortcuts = signal(readChoice());

/** Sets whether single keys do something, and keeps it. */
export function setShortcuts(isOn: boolean): void {
  hasShortcuts.value = isOn;
  try {
    localStorage.setItem(storageName, isOn ? 'on' : 'off');
  } catch {
    // It holds until the page is closed.
  }
}

/** Does what single keys say, wherever nothing is being typed; returns what ends it. */
export function followShortcuts(model: PageModel, onHelp: () => void): () => void {
  const { replay } = model;
  const actions: Readonly<Record<string, () => void>> = {
    '?': onHelp,
    '/': () => document.getElementById('search')?.focus(),
    // Where nothing may be added, there is no such button.
    a: () => document.getElementById('add-event')?.click(),
    ',': () => void model.step('occurred', -1),
    '.': () => void model.step('occurred', 1),
    '<': () => void model.step('recorded', -1),
    '>': () => void model.step('recorded', 1),
    k: () => (isPlaying(model) ? replay.pause() : replay.play()),
    l: () => model.change({ linked: !model.view.peek().linked }),
    n: () => model.change({ asOf: 'now', knownAt: 'head' }),
  };
  const hear = (event: KeyboardEvent): void => {
    const action = actions[event.key];
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
    if (action === undefined || !isPlain || !hasShortcuts.peek() || isTyping(event.target)) return;
    event.preventDefault();
    action();
  };
  addEventListener('keydown', hear);
  return () => removeEventListener('keydown', hear);
}

function isPlaying({ replay }: PageModel): boolean {
  return replay.stand.peek() === 'playing' || replay.stand.peek() === 'waiting';
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element && target.closest('input, textarea, select, [contenteditable], dialog') !== null
  );
}

function readChoice(): boolean {
  try {
    return localStorage.getItem(storageName) !== 'off';
  } catch {
    return true;
  }
}
