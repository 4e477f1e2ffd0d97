/** What may be gone to by Tab. */
const stops = ':is(a[href], button, input, select, textarea, [tabindex]):not(:disabled, [tabindex="-1"])';

/**
 * Keeps the focus on the page when what has it goes away or can no longer be used: it goes to the first stop of the nearest part that is
 * still there. Else a reader with a keyboard would begin again at the top. Returns what ends it.
 *
 * A part that knows better where its reader goes on gives the focus on by itself, before this looks.
 */
export function keepFocus(root: HTMLElement): () => void {
  let last: { readonly element: Element; readonly parts: readonly Element[] } | undefined;

  const remember = ({ target }: FocusEvent): void => {
    if (target instanceof Element) last = { element: target, parts: partsAround(target, root) };
  };
  const forget = ({ relatedTarget }: FocusEvent): void => {
    const left = last;
    if (relatedTarget !== null) return;
    // What was taken away is left as well: only afterwards it shows whether the reader went.
    setTimeout(() => {
      if (last === left && left !== undefined && canHaveFocus(left.element)) last = undefined;
    });
  };
  const look = (): void => {
    if (last === undefined || !isNowhere(document.activeElement) || canHaveFocus(last.element)) return;
    const next = nearestStop(last.parts);
    last = undefined;
    next?.focus({ preventScroll: true });
  };

  const watching = new MutationObserver(look);
  watching.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  root.addEventListener('focusin', remember);
  root.addEventListener('focusout', forget);
  return () => {
    watching.disconnect();
    root.removeEventListener('focusin', remember);
    root.removeEventListener('focusout', forget);
  };
}

function isNowhere(active: Element | null): boolean {
  return active === null || active === document.body;
}

function canHaveFocus(element: Element): boolean {
  return element.isConnected && !element.matches(':disabled');
}

function partsAround(element: Element, root: Element): readonly Element[] {
  const parts: Element[] = [];
  for (let part = element.parentElement; part !== null && part !== root; part = part.parentElement)
    parts.push(part);
  return parts;
}

function nearestStop(parts: readonly Element[]): HTMLElement | undefined {
  for (const part of parts) {
    if (!part.isConnected) continue;
    for (const stop of part.querySelectorAll<HTMLElement>(stops)) if (stop.checkVisibility()) return stop;
  }
  return undefined;
}
