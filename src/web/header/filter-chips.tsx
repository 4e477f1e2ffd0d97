import type { Filter, PageModel } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { texts } from '../texts.ts';

const fields = ['types', 'streams', 'about', 'sources'] as const;

/** Shows the values that the filter holds things against; each goes away with a click. */
export function FilterChips({ model }: { readonly model: PageModel }) {
  const { filter: words } = texts.en.header;
  const { filter } = model.view.value;
  const chips = fields.flatMap((field) => filter[field].map((value) => ({ field, value })));
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label={words.chips}>
      {chips.map(({ field, value }) => (
        <li key={`${field} ${value}`}>
          <button
            type="button"
            class="chip"
            aria-label={words.remove(value)}
            onClick={() => model.change({ filter: without(filter, field, value) }, 'push')}
          >
            {value} <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function without(filter: Filter, field: (typeof fields)[number], value: string): Filter {
  return { ...filter, [field]: filter[field].filter((one) => one !== value) };
}
