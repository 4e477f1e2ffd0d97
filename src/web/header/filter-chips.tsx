import type { PageModel } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { texts } from '../texts.ts';
import { chipsOf } from './chips.ts';

/** Shows by what things are left out of what is shown; each goes away with a click. */
export function FilterChips({ model }: { readonly model: PageModel }) {
  const chips = chipsOf(model.view.value);
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label={texts.en.header.filter.chips}>
      {chips.map(({ key, name, action, without }) => (
        <li key={key}>
          <button
            type="button"
            class="chip"
            aria-label={action}
            onClick={() => model.change(without, 'push')}
          >
            {name} <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
