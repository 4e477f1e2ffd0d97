import type { PageModel } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { writeAccess as texts } from '../texts/write-access.ts';

/** What the button is shown with. */
export interface AddButtonProps {
  readonly model: PageModel;
  readonly onAdd: (opener: HTMLElement) => void;
}

/** Opens the form for a new event; where the token does not allow one, it says so in the same place, which is empty until that is known. */
export function AddButton({ model, onAdd }: AddButtonProps) {
  const { isKnown, append } = model.may.value;
  if (!isKnown) return <span class="add-none" />;
  if (!append)
    return (
      <span class="add-none" title={texts.readOnlyWhy}>
        <Icon name="lock" />
        <span class="unseen">{texts.readOnlyWhy}</span>
      </span>
    );
  return (
    <button
      type="button"
      id="add-event"
      class="button bare"
      aria-label={texts.addTitle}
      title={`${texts.addTitle} (a)`}
      onClick={({ currentTarget }) => onAdd(currentTarget)}
    >
      <Icon name="plus" />
    </button>
  );
}
