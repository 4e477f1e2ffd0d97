import './popover.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';

/** What opens from a button. */
export interface PopoverProps {
  /** What stands in the button. */
  readonly button: ComponentChildren;
  /** The name of the button where its text is not enough. */
  readonly name?: string | undefined;
  readonly title?: string | undefined;
  readonly buttonClass?: string | undefined;
  /** The name of what opens. */
  readonly label: string;
  /** What opens; it is made when it is opened, and is given what closes it. */
  readonly children: (close: () => void) => ComponentChildren;
}

/** How far what opens stays from its button and from the edges, in pixels. */
const apart = 6;

/** A button, and what opens from it: Escape and a click elsewhere close it, and the button has the focus again. */
export function Popover({ button, name, title, buttonClass = 'button', label, children }: PopoverProps) {
  const id = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const opened = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const place = (): void => {
    const [from, box] = [opener.current, opened.current];
    if (from !== null && box !== null) placeBeside(from.getBoundingClientRect(), box);
  };
  useEffect(() => {
    const box = opened.current;
    if (!isOpen || box === null) return undefined;
    // What opens may grow when more of it comes.
    const watching = new ResizeObserver(place);
    watching.observe(box);
    return () => watching.disconnect();
  }, [isOpen]);
  return (
    <>
      <button
        ref={opener}
        type="button"
        class={buttonClass}
        aria-label={name}
        title={title}
        aria-expanded={isOpen}
        popoverTarget={id}
      >
        {button}
      </button>
      <div
        ref={opened}
        id={id}
        class="popover"
        popover="auto"
        role="dialog"
        aria-label={label}
        tabIndex={-1}
        onBeforeToggle={(event) => {
          if (event.newState === 'open') setOpen(true);
        }}
        onToggle={(event) => {
          // Not before it is closed: the focus goes back to the button from what is still there.
          if (event.newState !== 'open') return setOpen(false);
          place();
          const first = opened.current?.querySelector<HTMLElement>(
            'input, select, button, a[href], [tabindex="0"]',
          );
          (first ?? opened.current)?.focus();
          return undefined;
        }}
      >
        {isOpen && children(() => opened.current?.hidePopover())}
      </div>
    </>
  );
}

/** Puts a box below its button, or above it where there is more room, and wholly within the window. */
function placeBeside(from: DOMRect, box: HTMLElement): void {
  const below = innerHeight - from.bottom - 2 * apart;
  const above = from.top - 2 * apart;
  const isBelow = below >= Math.min(box.scrollHeight, above);
  box.style.maxHeight = `${Math.max(120, isBelow ? below : above)}px`;
  box.style.left = `${Math.max(apart, Math.min(from.left, innerWidth - box.offsetWidth - apart))}px`;
  box.style.top = isBelow ? `${from.bottom + apart}px` : 'auto';
  box.style.bottom = isBelow ? 'auto' : `${innerHeight - from.top + apart}px`;
}
