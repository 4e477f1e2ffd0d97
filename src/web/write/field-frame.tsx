import type { ComponentChildren } from 'preact';

import { valueText } from '../panels/shared/value-text.tsx';
import { Icon } from '../parts/icon.tsx';
import { writeTexts as texts } from '../texts/write.ts';
import { idOfField, useForm } from './form-handle.ts';
import type { Field } from './form/fields.ts';

/** What a control in a frame is given. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-required': boolean;
}

/** What stands around the control of a field. */
export interface FieldFrameProps {
  readonly field: Field;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly children: (control: ControlProps) => ComponentChildren;
}

/** A control with its name, what it is for, what is wrong with it, what it was before, and the button that takes it away. */
export function FieldFrame({ field, label, hint = field.description, children }: FieldFrameProps) {
  const form = useForm();
  const id = idOfField(field.pointer);
  const fault = form.faultAt(field.pointer);
  const change = form.changeOf(field);
  const isOther = change !== undefined;
  const described = [
    hint === undefined ? '' : `${id}-hint`,
    fault === undefined ? '' : `${id}-fault`,
    isOther ? `${id}-was` : '',
  ].filter((name) => name !== '');
  return (
    <div class={isOther ? 'write-field is-changed' : 'write-field'}>
      <div class="write-label">
        <label for={id}>{label}</label>
        {field.isRequired && <span class="write-needed">{texts.needed}</span>}
        {isOther && <span class="write-changed">{texts.changed}</span>}
        {field.isRemovable && <RemoveButton field={field} label={label} />}
      </div>
      {children({
        id,
        'aria-invalid': fault !== undefined,
        'aria-describedby': described.length === 0 ? undefined : described.join(' '),
        'aria-required': field.isRequired,
      })}
      {hint !== undefined && (
        <small class="write-hint" id={`${id}-hint`}>
          {hint}
        </small>
      )}
      <Fault id={id} fault={fault} />
      {change !== undefined && <Before id={id} value={change.before} />}
    </div>
  );
}

/** What is wrong with a field: it is told to those who cannot see it when it comes. */
export function Fault({ id, fault }: { readonly id: string; readonly fault: string | undefined }) {
  return (
    <p class="write-fault" id={`${id}-fault`} aria-live="polite">
      {fault}
    </p>
  );
}

function Before({ id, value }: { readonly id: string; readonly value: unknown }) {
  return (
    <small class="write-hint" id={`${id}-was`}>
      {value === undefined ? texts.wasNothing : texts.was(valueText(value))}
    </small>
  );
}

/** Takes a member or an item away. */
export function RemoveButton({ field, label }: { readonly field: Field; readonly label: string }) {
  const form = useForm();
  return (
    <button
      type="button"
      class="button bare write-remove"
      aria-label={texts.remove(label)}
      title={texts.remove(label)}
      onClick={() => form.remove(field)}
    >
      <Icon name="close" />
    </button>
  );
}
