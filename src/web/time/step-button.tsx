import type { PageModel, ReplayAxis } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { texts } from '../texts.ts';

/** What a step goes along, and which way. */
export interface StepButtonProps {
  readonly model: PageModel;
  readonly axis: ReplayAxis;
  readonly direction: 1 | -1;
}

/** Goes to the next change along a clock, or to the one before. */
export function StepButton({ model, axis, direction }: StepButtonProps) {
  const words = texts.en.dock.steps[axis];
  const name = direction === 1 ? words.next : words.previous;
  return (
    <button
      type="button"
      class="button bare"
      aria-label={name}
      title={name}
      onClick={() => void model.step(axis, direction)}
    >
      <Icon name={direction === 1 ? 'next' : 'previous'} />
    </button>
  );
}
