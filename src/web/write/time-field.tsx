import { useState } from 'preact/hooks';

import { resolveOccurred } from '../../domain/occurred.ts';
import { formatTime } from '../format/times.ts';
import type { ZoneChoice } from '../model.ts';
import { writeTexts as texts } from '../texts/write.ts';
import { FieldFrame } from './field-frame.tsx';
import { idOfField, useForm } from './form-handle.ts';
import { whyNoTime } from './form/checks.ts';
import { tidiedTime } from './form/time-parts.ts';
import type { NamedField } from './named-field.ts';
import { TimePartsFields } from './time-parts-fields.tsx';

/** A time as its source gives it: typed as a whole or in its parts, with how it is read beside it. */
export function TimeField({ field, label, hint }: NamedField) {
  const form = useForm();
  const [areParts, setParts] = useState(false);
  const { pointer, steps, value } = field;
  const text = typeof value === 'string' ? value : '';
  const put = (next: string): void => form.put(steps, next === '' ? undefined : next);
  const tidy = (): void => {
    form.touch(pointer);
    put(tidiedTime(text, form.zone, form.now()));
  };
  const id = `${idOfField(pointer)}-parts`;
  return (
    <div class="write-time">
      <FieldFrame field={field} label={label} hint={hint}>
        {(control) => (
          <input
            {...control}
            class="field"
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={text}
            onInput={({ currentTarget }) => {
              form.touch(pointer);
              put(currentTarget.value);
            }}
            onBlur={tidy}
            onKeyDown={({ key }) => {
              // Enter sends the form: it has what was meant.
              if (key === 'Enter') tidy();
            }}
          />
        )}
      </FieldFrame>
      <p class="write-read" aria-live="polite">
        {readingOf(text, form.zone)}
      </p>
      <button
        type="button"
        class="button write-add"
        aria-expanded={areParts}
        aria-controls={id}
        onClick={() => setParts(!areParts)}
      >
        {texts.timeParts}
      </button>
      <div id={id}>{areParts && <TimePartsFields id={id} text={text} put={put} />}</div>
    </div>
  );
}

/** How a time is read: between which instants it begins and ends; empty for what is no time. */
function readingOf(text: string, zone: ZoneChoice): string {
  if (text === '' || whyNoTime(text) !== undefined) return '';
  const { from, fromLatest, to, toLatest } = resolveOccurred(text);
  const shown = (ms: number): string => formatTime(ms, zone);
  const ended =
    to === undefined || toLatest === undefined ? undefined : texts.ended(shown(to), shown(toLatest));
  const end = ended ?? (text.includes('/') ? texts.noEnd : '');
  return `${texts.began(shown(from), shown(fromLatest))} ${end}`.trim();
}
