import type { ComponentChildren } from 'preact';

import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';

/** What leads to an event. */
export interface FactLinkProps {
  readonly model: PageModel;
  /** The id of the event. */
  readonly id: string;
  /** Its title; that it has none is said where it is empty. */
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** A button that selects an event: the timeline marks it, and the panel tells what is known of it. */
export function FactLink({ model, id, title, children }: FactLinkProps) {
  const isSelected = model.view.value.selected === id;
  return (
    <button
      type="button"
      class="fact-link"
      aria-current={isSelected ? 'true' : undefined}
      onClick={() => model.change({ selected: id, panel: 'fact' }, 'push')}
    >
      {title === '' ? panelTexts.noTitle : title}
      {children}
    </button>
  );
}
