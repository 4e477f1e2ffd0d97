import { useState } from 'preact/hooks';

/** One of what can be chosen. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly note?: string | undefined;
}

/** What is chosen from, as APG has a combobox with a list. */
export interface ComboboxProps {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  readonly fault: string | undefined;
  readonly options: readonly Option[];
  /** What is chosen. */
  readonly value: string;
  /** Whether what is in no option may be typed. */
  readonly isFree: boolean;
  /** What is said where no option has the words. */
  readonly none?: string;
  readonly onChoose: (value: string) => void;
  readonly onLeave: () => void;
}

/** The most options that are listed at a time. */
const most = 50;

/** A field that lists what has the words that are typed: arrows go along, Enter takes, Escape closes the list. */
export function Combobox(props: ComboboxProps) {
  const { id, label, hint, fault, options, value, isFree, none, onChoose, onLeave } = props;
  const [typed, setTyped] = useState<string>();
  const [at, setAt] = useState(-1);
  const chosen = options.find((option) => option.value === value);
  const found = foundIn(options, typed ?? '');
  const isOpen = typed !== undefined && (found.length > 0 || none !== undefined);
  const close = (): void => {
    setTyped(undefined);
    setAt(-1);
  };
  const take = (option: Option | undefined): void => {
    if (option !== undefined) onChoose(option.value);
    close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      setTyped(typed ?? '');
      setAt(isOpen ? (at + step + found.length) % Math.max(1, found.length) : 0);
    } else if (event.key === 'Enter' && isOpen) take(found[at] ?? (isFree ? undefined : found[0]));
    else if (event.key === 'Escape' && isOpen) close();
    else return;
    event.preventDefault();
  };
  return (
    <div class="write-field write-combobox">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="field"
        type="text"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && at >= 0 ? `${id}-${at}` : undefined}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint ${id}-fault`}
        aria-required
        value={typed ?? chosen?.label ?? value}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAt(-1);
          if (isFree) onChoose(currentTarget.value.trim());
        }}
        onClick={() => setTyped(typed ?? '')}
        onBlur={() => {
          close();
          onLeave();
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} class="write-options" role="listbox" aria-label={label} hidden={!isOpen}>
        {isOpen &&
          found.map((option, index) => (
            <li
              key={option.value}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === at}
              // The field keeps the focus.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => take(option)}
            >
              {option.label}
              {option.note !== undefined && <small>{option.note}</small>}
            </li>
          ))}
        {isOpen && found.length === 0 && (
          <li role="option" aria-selected={false} aria-disabled>
            {none}
          </li>
        )}
      </ul>
      <small class="write-hint" id={`${id}-hint`}>
        {hint}
      </small>
      <p class="write-fault" id={`${id}-fault`} aria-live="polite">
        {fault}
      </p>
    </div>
  );
}

/** Every word that is typed must stand in an option, anywhere and however it is written. */
function foundIn(options: readonly Option[], typed: string): readonly Option[] {
  const words = typed.toLowerCase().split(/\s+/);
  return options
    .filter(({ value, label, note = '' }) => {
      const text = `${value} ${label} ${note}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .slice(0, most);
}
