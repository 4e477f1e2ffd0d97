import { useEffect, useState } from 'preact/hooks';

import { formatTime } from '../../format/times.ts';
import type { PageModel, ScrubbedMoment } from '../../model.ts';
import { sentenceOf } from '../../model/fault.ts';
import { recordedTimeAt } from '../../model/linking.ts';
import { nearAsOf, nearKnownAt } from '../../model/near.ts';
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
  const [changed, setChanged] = useState<Partial<typeof written>>({});
  const [faults, setFaults] = useState<Faults>({});
  // As long as none is chosen, what was not typed goes along with the moment of the page, and what was typed stays.
  const { compared: chosen } = model.view.value;
  useEffect(() => {
    setChanged({});
    setFaults({});
  }, [chosen?.asOf, chosen?.knownAt]);
  const typed = { ...written, ...changed };
  const apply = async () => {
    const head = model.head.peek().position;
    const near = { asOf: nearAsOf(model, compared.asOf), knownAt: nearKnownAt(model, compared.knownAt) };
    const asOf =
      typed.asOf === written.asOf ? { value: compared.asOf } : typedAsOf(typed.asOf, zone, near.asOf);
    const knownAt = await typedKnownAt(typed.knownAt, zone, model.client, head, near.knownAt).catch(
      (error: unknown) => ({ fault: sentenceOf(error), value: undefined }),
    );
    setFaults({ asOf: faultIn(asOf), knownAt: faultIn(knownAt) });
    if (asOf.value === undefined || knownAt.value === undefined) return;
    setChanged({});
    model.change({ compared: { asOf: asOf.value, knownAt: knownAt.value } }, 'push');
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
        onInput={(asOf) => setChanged({ ...changed, asOf })}
      />
      <Field
        name="knownAt"
        label={texts.knownAt}
        hint={changed.knownAt === undefined ? knownHint(model, compared) : texts.knownAtHint}
        value={typed.knownAt}
        fault={faults.knownAt}
        onInput={(knownAt) => setChanged({ ...changed, knownAt })}
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

/** Says when what is known there was recorded; what may be typed where nothing was. */
function knownHint({ commits, head, view }: PageModel, { knownAt }: ScrubbedMoment): string {
  const texts = morePanelTexts.compare;
  const position = knownAt === 'head' ? head.value.position : knownAt;
  const recordedAt = recordedTimeAt(commits.value, position, head.value);
  return recordedAt === undefined
    ? texts.knownAtHint
    : `${texts.recorded(formatTime(recordedAt, view.value.zone, 'minute'))}; ${texts.knownAtHint}`;
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
        <span role="alert">{fault}</span>
        {fault === undefined && hint}
      </span>
    </p>
  );
}
