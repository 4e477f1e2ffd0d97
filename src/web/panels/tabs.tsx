import { useRef } from 'preact/hooks';

/** One tab: its name, and what to call it. */
export interface Tab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** A count beside the label, where there is something to count. */
  readonly badge?: string | undefined;
}

/** What tabs are given. */
export interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly open: Name;
  readonly onOpen: (name: Name) => void;
}

/** Returns the id of a tab, and of the panel that belongs to it. */
export function tabIds(name: string): { readonly tab: string; readonly panel: string } {
  return { tab: `tab-${name}`, panel: `panel-${name}` };
}

/**
 * Tabs by the pattern of the ARIA Authoring Practices, activated by hand: arrows, Home and End move the focus, Enter and Space open, for
 * what opens may have to be asked for first.
 */
export function Tabs<Name extends string>({ label, tabs, open, onOpen }: TabsProps<Name>) {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent) => {
    const next = nextIndex(event.key, focusedIndex(list.current), tabs.length);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const button = list.current?.children[next];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} ref={list} onKeyDown={move}>
      {tabs.map(({ name, label: text, badge }) => {
        const isOpen = name === open;
        const ids = tabIds(name);
        return (
          <button
            key={name}
            type="button"
            role="tab"
            id={ids.tab}
            class="tab"
            aria-selected={isOpen}
            aria-controls={isOpen ? ids.panel : undefined}
            tabIndex={isOpen ? 0 : -1}
            onClick={() => onOpen(name)}
          >
            {text}
            {badge !== undefined && <span class="tab-badge">{badge}</span>}
          </button>
        );
      })}
    </div>
  );
}

function focusedIndex(list: Element | null): number {
  return list === null ? -1 : [...list.children].findIndex((tab) => tab === document.activeElement);
}

/** Returns which of some tabs a key leads to from one of them; undefined for a key that leads nowhere. */
export function nextIndex(key: string, index: number, count: number): number | undefined {
  if (count === 0) return undefined;
  if (key === 'ArrowRight') return (index + 1) % count;
  if (key === 'ArrowLeft') return (index - 1 + count) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}
