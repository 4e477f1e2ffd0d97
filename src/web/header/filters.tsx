import type { PageModel } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { lazy } from '../parts/lazy.tsx';
import { Popover } from '../parts/popover.tsx';
import { texts } from '../texts.ts';
import { chipsOf } from './chips.ts';

const FilterGroups = lazy(async () => (await import('./filter-groups.tsx')).FilterGroups);

/** Chooses which facts are looked at, with how many there are of each. */
export function Filters({ model }: { readonly model: PageModel }) {
  const { header } = texts.en;
  const count = chipsOf(model.view.value).length;
  return (
    <Popover
      label={header.filter.title}
      buttonClass={count === 0 ? 'button' : 'button in-use'}
      button={
        <>
          <Icon name="filter" />
          {header.filters(count)}
        </>
      }
    >
      {() => <FilterGroups model={model} />}
    </Popover>
  );
}
