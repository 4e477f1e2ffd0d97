import { useMemo, useRef, useState } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { isObject } from '../panels/shared/json.ts';
import { writeTexts as texts } from '../texts/write.ts';
import { BetweenView } from './between-view.tsx';
import { Choose } from './choose.tsx';
import { FieldView, labelOf, Members } from './field-view.tsx';
import { FormContext, idOfField, shownFaults } from './form-handle.ts';
import { fieldOf } from './form/fields.ts';
import { formSchemaOf } from './form/form-schema.ts';
import { focusJson, JsonView } from './json-view.tsx';
import { PreviewView } from './preview-view.tsx';
import { focusFault, handleOf, useFocusDue } from './use-handle.ts';
import { sourcesOf } from './work/faults-of-draft.ts';
import type { Writing } from './work/writing.ts';

/** What a form is shown with. */
export interface WriteFormProps {
  readonly model: PageModel;
  readonly writing: Writing;
  /** Records it, and sees to what becomes of it. */
  readonly onSend: () => Promise<void>;
  /** Hears the id of the fact to show, and the position at which it is known. */
  readonly onLook: (id: string, position: number) => void;
  readonly onAnew: () => void;
  readonly onFailed: (error: unknown) => void;
}

/** The form itself: what is chosen, the fields, what is wrong, what it would change, and the button that records it. */
export function WriteForm(props: WriteFormProps) {
  const { model, writing, onSend, onLook, onAnew, onFailed } = props;
  const { json } = writing.asJson;
  const [wasSent, setSent] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const faults = writing.faults.value;
  const stand = writing.stand.value;
  const shown = shownFaults(faults, writing.touched.value, wasSent);
  const due = useFocusDue();
  const handle = handleOf({ model, writing, shown, due });
  const send = async (): Promise<void> => {
    setSent(true);
    await onSend();
    if (writing.faults.peek().length > 0) due.value = focusFault(form.current);
  };
  const between = writing.between.value;
  return (
    <form
      ref={form}
      class="write-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="write-fields">
        {writing.opened.kind === 'append' && (
          <Choose
            model={model}
            writing={writing}
            faultAt={handle.faultAt}
            touch={handle.touch}
            onFailed={onFailed}
          />
        )}
        {writing.schema.value !== undefined && (
          <button
            type="button"
            class="button write-switch"
            aria-pressed={json.value !== undefined}
            onClick={() => {
              if (!writing.asJson.show(json.peek() === undefined)) focusJson();
            }}
          >
            {texts.asJson}
          </button>
        )}
        <FormContext.Provider value={handle}>
          {json.value === undefined ? (
            <Fields writing={writing} />
          ) : (
            <JsonView
              asJson={writing.asJson}
              typed={json.value}
              faults={faults.map(({ pointer, sentence }) => `${pointer} ${sentence}`.trim())}
            />
          )}
        </FormContext.Provider>
      </div>
      <div class="write-side">
        {between !== undefined && (
          <BetweenView
            model={model}
            writing={writing}
            between={between}
            onLook={onLook}
            onAnew={onAnew}
            onTop={() => {
              const { stream } = writing.draft.peek();
              writing.expected.value = { stream, revision: between.revision };
              void send();
            }}
          />
        )}
        <PreviewView model={model} writing={writing} />
      </div>
      <div class="write-foot">
        <button type="submit" class="button main" disabled={stand === 'sending'}>
          {stand === 'sending' ? texts.sending : texts.submit(writing.opened.kind)}
        </button>
        <p class="write-fault" role="status">
          {stand === 'lost'
            ? texts.lost
            : (shown.get('') ?? (wasSent && faults.length > 0 ? texts.faults(faults.length) : ''))}
        </p>
      </div>
    </form>
  );
}

/** What is asked for, by the schema: the time, what it says, and why. */
function Fields({ writing }: { readonly writing: Writing }) {
  const schema = writing.schema.value;
  const { value } = writing.draft.value;
  const { kind } = writing.opened;
  const opened = writing.open.value;
  const whole = useMemo(
    () =>
      schema === undefined
        ? undefined
        : fieldOf({ root: schema, opened }, formSchemaOf(kind, schema, sourcesOf(schema)), value),
    [schema, kind, value, opened],
  );
  if (whole === undefined) return null;
  const hints: Readonly<Record<string, string>> = { occurred: texts.occurredHint, reason: texts.reasonHint };
  const labels: Readonly<Record<string, string>> = {
    occurred: texts.occurred,
    reason: texts.reason,
    sources: texts.sourcesOfReason,
  };
  const data = whole.children.find(({ name }) => name === 'data');
  return (
    <>
      {whole.children.map((field) =>
        field === data && isObject(field.value) ? (
          <div key="data" id={idOfField(field.pointer)} class="write-data">
            <Members field={field} />
          </div>
        ) : (
          <FieldView
            key={field.name}
            field={field}
            label={labels[field.name] ?? labelOf(field.name)}
            hint={hints[field.name]}
          />
        ),
      )}
      {whole.addable.length > 0 && <Members field={{ ...whole, children: [] }} />}
    </>
  );
}
