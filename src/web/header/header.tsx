import './header.css';
import type { LaneKind, PageModel, ZoneChoice } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { lazy } from '../parts/lazy.tsx';
import { Popover } from '../parts/popover.tsx';
import type { ShareMenuProps } from '../share/menu-props.ts';
import { texts } from '../texts.ts';
import type { ThemeChoice } from '../theme.ts';
import { themeChoice } from '../theme.ts';
import { AddButton } from '../write/add-button.tsx';
import { FilterChips } from './filter-chips.tsx';
import { Filters } from './filters.tsx';
import { LivePill } from './live-pill.tsx';
import { Search } from './search.tsx';

const ShareMenu = lazy<ShareMenuProps>(async () => (await import('../share/menu.tsx')).ShareMenu);

/** What the header is given beside the model. */
export interface HeaderProps {
  readonly model: PageModel;
  readonly onHelp: () => void;
  readonly onAdd: (opener: HTMLElement) => void;
}

/** The head of the page: what is looked for, how it is laid out, and whether it follows the log. */
export function Header({ model, onHelp, onAdd }: HeaderProps) {
  const { header, page } = texts.en;
  const { lanes, zone } = model.view.value;
  return (
    <header class="header">
      <h1 class="header-name">{page.name}</h1>
      <LivePill model={model} />
      <div class="header-find" role="search">
        <Search model={model} />
        <Filters model={model} />
      </div>
      <div class="header-choices">
        <Choice
          name={header.lanes}
          value={lanes}
          names={header.laneKinds}
          onChange={(next: LaneKind) => model.change({ lanes: next })}
        />
        <Choice
          name={header.zone}
          value={zone}
          names={header.zones}
          onChange={(next: ZoneChoice) => model.change({ zone: next })}
        />
        <Choice
          name={header.theme}
          value={themeChoice.value}
          names={header.themes}
          onChange={(next: ThemeChoice) => (themeChoice.value = next)}
        />
      </div>
      <div class="header-tools">
        <AddButton model={model} onAdd={onAdd} />
        <Popover
          buttonClass="button bare"
          name={header.share}
          title={header.share}
          label={header.share}
          button={<Icon name="share" />}
        >
          {(close) => <ShareMenu model={model} close={close} />}
        </Popover>
        <button
          type="button"
          class="button bare"
          aria-label={header.help}
          title={`${header.help} (?)`}
          onClick={onHelp}
        >
          <Icon name="keyboard" />
        </button>
      </div>
      <FilterChips model={model} />
    </header>
  );
}

interface ChoiceProps<Value extends string> {
  readonly name: string;
  readonly value: Value;
  readonly names: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

function Choice<Value extends string>({ name, value, names, onChange }: ChoiceProps<Value>) {
  const values = Object.keys(names) as Value[];
  return (
    <label class="choice">
      <span>{name}</span>
      <select
        class="select"
        value={value}
        onChange={({ currentTarget }) => {
          const next = values.find((one) => one === currentTarget.value);
          if (next !== undefined) onChange(next);
        }}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
    </label>
  );
}
