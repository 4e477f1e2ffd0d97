import { useId, useRef, useState } from 'preact/hooks';

import { texts } from '../texts.ts';

/** A field that shows a moment and takes another one. */
export interface TimeEntryProps {
  readonly labelledBy: string;
  /** What it shows while nobody types. */
  readonly shown: string;
  /** What may be typed. */
  readonly hint: string;
  /** Hears that somebody is about to type. */
  readonly onBegin: () => void;
  /** Takes what was typed; returns in a sentence why not. */
  readonly take: (typed: string) => Promise<string | undefined>;
}

/** Shows a moment as text that can be typed over: Enter takes it, Escape leaves it. */
export function TimeEntry({ labelledBy, shown, hint, onBegin, take }: TimeEntryProps) {
  const [typed, setTyped] = useState<string>();
  const [refusal, setRefusal] = useState<string>();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const leave = (): void => {
    setTyped(undefined);
    setRefusal(undefined);
  };
  const finish = async (): Promise<void> => {
    const text = field.current?.value ?? '';
    if (typed === undefined || text === shown) return leave();
    const sentence = await take(text).catch(() => texts.en.page.partMissing);
    // Meanwhile something else may have been typed.
    if (field.current?.value !== text) return undefined;
    return sentence === undefined ? leave() : setRefusal(sentence);
  };
  return (
    <div class="time-entry">
      <input
        ref={field}
        class="time-entry-field"
        type="text"
        inputMode="text"
        autocomplete="off"
        spellcheck={false}
        size={26}
        aria-labelledby={labelledBy}
        aria-describedby={`${id}-hint`}
        aria-invalid={refusal !== undefined}
        aria-errormessage={refusal === undefined ? undefined : `${id}-refusal`}
        title={hint}
        value={typed ?? shown}
        onFocus={(event) => {
          event.currentTarget.select();
          onBegin();
        }}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setRefusal(undefined);
        }}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void finish();
          else if (event.key === 'Escape') leave();
          else return;
          event.preventDefault();
        }}
      />
      <span id={`${id}-hint`} hidden>
        {hint}
      </span>
      {refusal !== undefined && (
        <p id={`${id}-refusal`} class="time-entry-refusal" role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}
