import { useState } from 'preact/hooks';

import type { Members } from '../panels/shared/json.ts';
import { isObject } from '../panels/shared/json.ts';
import { writeTexts as texts } from '../texts/write.ts';

/** What a form has, as JSON. */
export interface JsonViewProps {
  readonly value: Members;
  readonly faults: readonly string[];
  readonly put: (value: Members) => void;
}

/** The same as the form, for those who would rather write JSON: what does not hold is listed below. */
export function JsonView({ value, faults, put }: JsonViewProps) {
  const [typed, setTyped] = useState(() => JSON.stringify(value, null, 2));
  const [fault, setFault] = useState<string>();
  const take = (text: string): void => {
    setTyped(text);
    const read = readObject(text);
    setFault(read.fault);
    if (read.value !== undefined) put(read.value);
  };
  const told = fault === undefined ? faults : [fault];
  return (
    <div class="write-field">
      <label for="write-json">{texts.json}</label>
      <textarea
        id="write-json"
        class="field write-json"
        rows={16}
        spellcheck={false}
        value={typed}
        aria-invalid={told.length > 0}
        aria-describedby="write-json-hint write-json-fault"
        onInput={({ currentTarget }) => take(currentTarget.value)}
      />
      <small class="write-hint" id="write-json-hint">
        {texts.jsonHint}
      </small>
      <ul class="write-fault" id="write-json-fault" aria-live="polite">
        {told.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </div>
  );
}

function readObject(text: string): { readonly value?: Members; readonly fault?: string } {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { value } : { fault: texts.noObject };
  } catch (error) {
    return { fault: texts.noJson(error instanceof Error ? error.message : String(error)) };
  }
}
