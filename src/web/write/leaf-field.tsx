import { useState } from 'preact/hooks';

import { writeTexts as texts } from '../texts/write.ts';
import { FieldFrame } from './field-frame.tsx';
import { useForm } from './form-handle.ts';
import type { Field } from './form/fields.ts';
import { textOfValue, valueOfText } from './form/typed.ts';
import type { NamedField } from './named-field.ts';
import { TimeField } from './time-field.tsx';

/** A field in which one value is typed or chosen. */
export function LeafField(props: NamedField) {
  const { kind } = props.field.part;
  if (kind === 'truth') return <TruthField {...props} />;
  if (kind === 'values') return <ValuesField {...props} />;
  if (kind === 'text' && props.field.part.format === 'occurred-time') return <TimeField {...props} />;
  return <TypedField {...props} />;
}

/** What is typed stays as it is typed: 1.0 is on its way to 1.05. */
function TypedField({ field, label, hint }: NamedField) {
  const form = useForm();
  const [typed, setTyped] = useState('');
  const { part, value, steps, pointer, name } = field;
  const isTyped = Object.is(valueOfText(part, typed), value);
  const text = isTyped && part.kind !== 'text' ? typed : textOfValue(value);
  const isLong = (part.kind === 'text' && part.isLong) || part.kind === 'any';
  const take = (next: string): void => {
    setTyped(next);
    form.touch(pointer);
    const given = valueOfText(part, next);
    // An item of a list that is emptied stays an item.
    form.put(steps, given ?? (/^\d+$/.test(name) ? '' : undefined));
  };
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      {(control) => {
        const shared = { ...control, value: text, onBlur: () => form.touch(pointer) };
        return isLong ? (
          <textarea
            {...shared}
            class="field write-long"
            rows={3}
            onInput={({ currentTarget }) => take(currentTarget.value)}
          />
        ) : (
          <input
            {...shared}
            class="field"
            type="text"
            autocomplete="off"
            inputMode={inputModeOf(field)}
            onInput={({ currentTarget }) => take(currentTarget.value)}
          />
        );
      }}
    </FieldFrame>
  );
}

function inputModeOf({ part }: Field): 'decimal' | 'numeric' | 'url' | 'text' {
  if (part.kind === 'number') return part.isWhole ? 'numeric' : 'decimal';
  return part.kind === 'text' && part.format === 'uri' ? 'url' : 'text';
}

function TruthField({ field, label, hint }: NamedField) {
  const form = useForm();
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      {(control) => (
        <input
          {...control}
          type="checkbox"
          checked={field.value === true}
          onChange={({ currentTarget }) => {
            form.touch(field.pointer);
            form.put(field.steps, currentTarget.checked);
          }}
        />
      )}
    </FieldFrame>
  );
}

function ValuesField({ field, label, hint }: NamedField) {
  const form = useForm();
  const values = field.part.kind === 'values' ? field.part.values : [];
  return (
    <FieldFrame field={field} label={label} hint={hint}>
      {(control) => (
        <select
          {...control}
          class="select"
          value={String(values.indexOf(field.value))}
          onBlur={() => form.touch(field.pointer)}
          onChange={({ currentTarget }) => {
            form.touch(field.pointer);
            form.put(field.steps, values[Number(currentTarget.value)]);
          }}
        >
          <option value="-1">{texts.choose}</option>
          {values.map((value, index) => (
            <option key={index} value={String(index)}>
              {String(value)}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}
