import './filters.css';
import { useEffect, useId, useState } from 'preact/hooks';

import { formatCount } from '../format/numbers.ts';
import type { Filter, PageModel } from '../model.ts';
import { sentenceOf } from '../model/fault.ts';
import { noFilter } from '../model/view.ts';
import { texts } from '../texts.ts';
import type { FilterGroup } from './facets.ts';
import { readFacets } from './facets.ts';
import { valueName } from './value-name.ts';

/** Most values of a group that are listed while none is looked for. */
const listedMax = 12;

/** The values that facts can be filtered by, in groups. */
export function FilterGroups({ model }: { readonly model: PageModel }) {
  const { filter: words } = texts.en.header;
  const [groups, setGroups] = useState<readonly FilterGroup[]>();
  const [fault, setFault] = useState<string>();
  const [sought, setSought] = useState('');
  useEffect(() => {
    const ending = new AbortController();
    readFacets(model, ending.signal).then(setGroups, (error: unknown) => {
      if (!ending.signal.aborted) setFault(sentenceOf(error));
    });
    return () => ending.abort();
  }, []);
  return (
    <div class="filters">
      <div class="filters-head">
        <input
          class="field"
          type="search"
          aria-label={words.find}
          placeholder={words.find}
          value={sought}
          onInput={({ currentTarget }) => setSought(currentTarget.value)}
        />
        <button
          type="button"
          class="button"
          onClick={() =>
            model.change(
              { filter: { ...noFilter, text: model.view.peek().filter.text }, certainty: 'possible' },
              'push',
            )
          }
        >
          {words.clear}
        </button>
      </div>
      <p class="filters-note">{words.note}</p>
      {fault !== undefined && <p role="alert">{fault}</p>}
      {groups === undefined && fault === undefined && <p>{texts.en.page.loading}</p>}
      <Certainty model={model} />
      {groups?.map((group) => (
        <Group key={group.name} model={model} group={group} sought={sought.trim().toLowerCase()} />
      ))}
    </div>
  );
}

/** Whether what may not have happened yet is looked at. */
function Certainty({ model }: { readonly model: PageModel }) {
  const { certainty: words } = texts.en.header;
  const { certainty } = model.view.value;
  return (
    <fieldset class="filters-group">
      <legend>{words.label}</legend>
      {(['possible', 'certain'] as const).map((one) => (
        <label key={one} class="filters-value">
          <input
            type="radio"
            name="certainty"
            checked={certainty === one}
            onChange={() => model.change({ certainty: one }, 'push')}
          />
          {words[one]}
        </label>
      ))}
    </fieldset>
  );
}

interface GroupProps {
  readonly model: PageModel;
  readonly group: FilterGroup;
  readonly sought: string;
}

function Group({ model, group, sought }: GroupProps) {
  const { filter: words } = texts.en.header;
  const { filter } = model.view.value;
  const chosen = filter[group.field];
  const found = group.values.filter(({ value }) =>
    `${value} ${valueName(group.field, value)}`.toLowerCase().includes(sought),
  );
  const listed = found.filter(({ value }, index) => index < listedMax || chosen.includes(value));
  if (group.values.length === 0 || (found.length === 0 && sought !== '')) return null;
  return (
    <fieldset class="filters-group">
      <legend>{words.groups[group.name]}</legend>
      {listed.map(({ value, count }) => (
        <Value
          key={value}
          value={value}
          name={valueName(group.field, value)}
          count={words[group.counted](count)}
          number={count}
          isChosen={chosen.includes(value)}
          onToggle={() => model.change({ filter: toggled(filter, group.field, value) }, 'push')}
        />
      ))}
      {found.length > listed.length && <p>{words.more(found.length - listed.length)}</p>}
    </fieldset>
  );
}

interface ValueProps {
  readonly value: string;
  readonly name: string;
  readonly number: number;
  /** The number with what it counts. */
  readonly count: string;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function Value({ value, name, number, count, isChosen, onToggle }: ValueProps) {
  const id = useId();
  return (
    <div class="filters-value">
      <input id={id} type="checkbox" checked={isChosen} onChange={onToggle} />
      <label for={id} title={value}>
        {name}
      </label>
      <span title={count}>{formatCount(number)}</span>
    </div>
  );
}

function toggled(filter: Filter, field: FilterGroup['field'], value: string): Filter {
  const values = filter[field];
  return {
    ...filter,
    [field]: values.includes(value) ? values.filter((one) => one !== value) : [...values, value],
  };
}
