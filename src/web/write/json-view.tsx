import { writeTexts as texts } from '../texts/write.ts';
import type { JsonText, JsonWriting } from './work/json-text.ts';

/** What a form has, as JSON. */
export interface JsonViewProps {
  readonly asJson: JsonWriting;
  readonly typed: JsonText;
  readonly faults: readonly string[];
}

const id = 'write-json';

/** Gives the focus to the JSON. */
export function focusJson(): void {
  document.getElementById(id)?.focus();
}

/** The same as the form, for those who would rather write JSON: what does not hold is listed below. */
export function JsonView({ asJson, typed, faults }: JsonViewProps) {
  return (
    <div class="write-field">
      <label for={id}>{texts.json}</label>
      <textarea
        id={id}
        class="field write-json"
        rows={16}
        spellcheck={false}
        value={typed.text}
        aria-invalid={faults.length > 0}
        aria-describedby={`${id}-hint ${id}-fault`}
        onInput={({ currentTarget }) => asJson.type(currentTarget.value)}
      />
      <small class="write-hint" id={`${id}-hint`}>
        {texts.jsonHint}
      </small>
      <ul class="write-fault" id={`${id}-fault`} aria-live="polite">
        {faults.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {typed.fault !== undefined && (
        <button
          type="button"
          class="button write-switch"
          onClick={() => {
            asJson.putBack();
            focusJson();
          }}
        >
          {texts.jsonBack}
        </button>
      )}
    </div>
  );
}
