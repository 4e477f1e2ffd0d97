import { writeTexts as texts } from '../texts/write.ts';
import type { Ending, Sureness, TimeParts } from './form/time-parts.ts';
import { partsOfTime, timeOfParts } from './form/time-parts.ts';

/** What the parts of a time are typed into. */
export interface TimePartsFieldsProps {
  readonly id: string;
  readonly text: string;
  readonly put: (text: string) => void;
}

const sureness = Object.keys(texts.sureness) as Sureness[];
const endings = Object.keys(texts.endings) as Ending[];

/** The parts that an occurred time is written with: beginning, end, how sure they are, and the zone of its dates. */
export function TimePartsFields({ id, text, put }: TimePartsFieldsProps) {
  const parts = partsOfTime(text);
  const change = (part: Partial<TimeParts>): void => put(timeOfParts({ ...parts, ...part }));
  return (
    <div class="write-parts">
      <Typed id={`${id}-start`} label={texts.start} value={parts.start} put={(start) => change({ start })} />
      <Chosen
        id={`${id}-sure`}
        label={texts.sureOfStart}
        names={texts.sureness}
        values={sureness}
        value={parts.startSure}
        put={(startSure) => change({ startSure })}
      />
      <Chosen
        id={`${id}-ending`}
        label={texts.ending}
        names={texts.endings}
        values={endings}
        value={parts.ending}
        put={(ending) => change({ ending, end: ending === 'time' ? parts.end || parts.start : '' })}
      />
      {parts.ending === 'time' && (
        <>
          <Typed id={`${id}-end`} label={texts.end} value={parts.end} put={(end) => change({ end })} />
          <Chosen
            id={`${id}-endsure`}
            label={texts.sureOfEnd}
            names={texts.sureness}
            values={sureness}
            value={parts.endSure}
            put={(endSure) => change({ endSure })}
          />
        </>
      )}
      <Typed
        id={`${id}-zone`}
        label={texts.zone}
        hint={texts.zoneHint}
        value={parts.zone}
        put={(zone) => change({ zone })}
      />
    </div>
  );
}

interface TypedProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly put: (value: string) => void;
}

function Typed({ id, label, hint, value, put }: TypedProps) {
  return (
    <div class="write-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="field"
        type="text"
        autocomplete="off"
        spellcheck={false}
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onInput={({ currentTarget }) => put(currentTarget.value)}
      />
      {hint !== undefined && (
        <small class="write-hint" id={`${id}-hint`}>
          {hint}
        </small>
      )}
    </div>
  );
}

interface ChosenProps<Value extends string> {
  readonly id: string;
  readonly label: string;
  readonly names: Readonly<Record<Value, string>>;
  readonly values: readonly Value[];
  readonly value: Value;
  readonly put: (value: Value) => void;
}

function Chosen<Value extends string>({ id, label, names, values, value, put }: ChosenProps<Value>) {
  return (
    <div class="write-field">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="select"
        value={value}
        onChange={({ currentTarget }) => {
          const chosen = values.find((one) => one === currentTarget.value);
          if (chosen !== undefined) put(chosen);
        }}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {names[one]}
          </option>
        ))}
      </select>
    </div>
  );
}
