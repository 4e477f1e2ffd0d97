import { useEffect, useState } from 'preact/hooks';

import { formatTime } from '../../format/times.ts';
import type { PageModel, ScrubbedMoment } from '../../model.ts';
import { sentenceOf } from '../../model/fault.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { typedAsOf, typedKnownAt } from './moments.ts';

/** What the form for the other moment is given. */
export interface MomentFormProps {
  readonly model: PageModel;
  readonly compared: ScrubbedMoment;
}

interface Faults {
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
}

/** Lets type the other moment: both clocks by name, and what is wrong with what was typed beside it. */
export function MomentForm({ model, compared }: MomentFormProps) {
  const texts = morePanelTexts.compare;
  const { zone } = model.view.value;
  const written = {
    asOf: compared.asOf === 'now' ? texts.now : formatTime(compared.asOf, zone),
    knownAt: compared.knownAt === 'head' ? texts.head : String(compared.knownAt),
  };
  const [typed, setTyped] = useState(written);
  const [faults, setFaults] = useState<Faults>({});
  useEffect(() => {
    setTyped(written);
    setFaults({});
  }, [written.asOf, written.knownAt]);
  const apply = async () => {
    const asOf = typed.asOf === written.asOf ? { value: compared.asOf } : typedAsOf(typed.asOf, zone);
    const knownAt = await typedKnownAt(typed.knownAt, zone, model.client).catch((error: unknown) => ({
      fault: sentenceOf(error),
      value: undefined,
    }));
    if (asOf.value === undefined || knownAt.value === undefined)
      return setFaults({ asOf: faultIn(asOf), knownAt: faultIn(knownAt) });
    return model.change({ compared: { asOf: asOf.value, knownAt: knownAt.value } }, 'push');
  };
  return (
    <form
      class="moment-form"
      onSubmit={(event) => {
        event.preventDefault();
        void apply();
      }}
    >
      <Field
        name="asOf"
        label={texts.asOf}
        hint={texts.asOfHint}
        value={typed.asOf}
        fault={faults.asOf}
        onInput={(asOf) => setTyped({ ...typed, asOf })}
      />
      <Field
        name="knownAt"
        label={texts.knownAt}
        hint={texts.knownAtHint}
        value={typed.knownAt}
        fault={faults.knownAt}
        onInput={(knownAt) => setTyped({ ...typed, knownAt })}
      />
      <button type="submit" class="button">
        {texts.apply}
      </button>
    </form>
  );
}

function faultIn(typed: { readonly fault?: string | undefined }): string | undefined {
  return typed.fault;
}

interface FieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly fault: string | undefined;
  readonly onInput: (value: string) => void;
}

function Field({ name, label, hint, value, fault, onInput }: FieldProps) {
  const id = `compare-${name}`;
  return (
    <p class="typed-field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        value={value}
        autocomplete="off"
        spellcheck={false}
        aria-invalid={fault !== undefined}
        aria-describedby={`${id}-hint`}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
      />
      <span id={`${id}-hint`} class={fault === undefined ? 'field-hint' : 'field-fault'}>
        {fault ?? hint}
      </span>
    </p>
  );
}
