import { appendPointer } from '../../domain/json-pointer.ts';
import { textOf } from '../panels/shared/json.ts';
import { capitalised } from '../panels/shared/names.ts';
import { stepWords } from '../panels/shared/path-words.ts';
import { Icon } from '../parts/icon.tsx';
import { panelTexts } from '../texts/panels.ts';
import { writeTexts as texts } from '../texts/write.ts';
import { Fault, RemoveButton } from './field-frame.tsx';
import { idOfField, useForm } from './form-handle.ts';
import { startOf, startOfItem } from './form/edit.ts';
import type { Field } from './form/fields.ts';
import type { Member, Schema } from './form/schema.ts';
import { LeafField } from './leaf-field.tsx';
import { inFormOrder } from './member-order.ts';
import type { NamedField } from './named-field.ts';

/** A field of any kind by its name, with the fields in it. */
export function FieldView({ field, label, hint }: NamedField) {
  const { kind } = field.part;
  if (kind === 'object')
    return <Group field={field} label={label} hint={hint} body={<Members field={field} />} />;
  if (kind === 'list')
    return <Group field={field} label={label} hint={hint} body={<Items field={field} label={label} />} />;
  if (kind === 'choice')
    return <Group field={field} label={label} hint={hint} body={<Choice field={field} label={label} />} />;
  return <LeafField field={field} label={label} hint={hint} />;
}

/** Returns the name of a member in words. */
export function labelOf(name: string): string {
  return capitalised(stepWords(name, panelTexts.pathTerms, panelTexts.nth));
}

interface GroupProps extends NamedField {
  readonly body: preact.JSX.Element;
}

/** Fields that belong together. */
function Group({ field, label, hint = field.description, body }: GroupProps) {
  const form = useForm();
  const id = idOfField(field.pointer);
  const fault = form.faultAt(field.pointer);
  const change = form.changeOf(field);
  const isOther = change !== undefined;
  return (
    <fieldset
      id={id}
      class={isOther ? 'write-group is-changed' : 'write-group'}
      aria-describedby={hint === undefined ? `${id}-fault` : `${id}-hint ${id}-fault`}
      data-invalid={fault !== undefined}
    >
      <legend>{label}</legend>
      {(field.isRemovable || isOther) && (
        <div class="write-group-tools">
          {isOther && <span class="write-changed">{texts.changed}</span>}
          {field.isRemovable && <RemoveButton field={field} label={label} />}
        </div>
      )}
      {hint !== undefined && (
        <small class="write-hint" id={`${id}-hint`}>
          {hint}
        </small>
      )}
      <Fault id={id} fault={fault} />
      {body}
    </fieldset>
  );
}

/** The members of an object, and buttons for those that may be added. */
export function Members({ field }: { readonly field: Field }) {
  return (
    <>
      {inFormOrder(field.children).map((child) => (
        <FieldView key={child.name} field={child} label={labelOf(child.name)} />
      ))}
      {field.addable.length > 0 && (
        <div class="write-more" role="group" aria-label={texts.addMore}>
          {inFormOrder(field.addable).map((member) => (
            <AddButton key={member.name} field={field} member={member} />
          ))}
        </div>
      )}
    </>
  );
}

/** Adds a member that is not there; one that was taken away is put back as it was. */
function AddButton({ field, member }: { readonly field: Field; readonly member: Member }) {
  const form = useForm();
  const { name, schema } = member;
  const steps = [...field.steps, name];
  const before = form.valueBefore(steps);
  const label = labelOf(name);
  return (
    <button
      type="button"
      class={before === undefined ? 'button write-add' : 'button write-add is-changed'}
      aria-label={before === undefined ? texts.add(label) : texts.putBack(label)}
      onClick={() =>
        form.add(appendPointer(field.pointer, name), steps, before ?? startOf(form.root, schema))
      }
    >
      <Icon name="plus" />
      {before === undefined ? label : texts.putBack(label)}
    </button>
  );
}

function Items({ field, label }: NamedField) {
  const form = useForm();
  const { children, part, pointer, steps } = field;
  if (part.kind !== 'list') return null;
  const next = String(children.length);
  return (
    <>
      {children.map((child, index) => (
        <FieldView
          key={child.name}
          // What the schema says is the same for all of them.
          field={index === 0 ? child : { ...child, description: undefined }}
          label={texts.item(label, index)}
        />
      ))}
      {children.length < part.most && (
        <button
          type="button"
          class="button write-add"
          onClick={() =>
            form.add(appendPointer(pointer, next), [...steps, next], startOfItem(form.root, part.items))
          }
        >
          <Icon name="plus" />
          {texts.addTo(label)}
        </button>
      )}
    </>
  );
}

/** One of some forms: which, and its field. */
function Choice({ field, label }: NamedField) {
  const form = useForm();
  const { part, children, alternative = 0, steps, pointer } = field;
  if (part.kind !== 'choice') return null;
  const id = `${idOfField(pointer)}-form`;
  return (
    <>
      <div class="write-field">
        <label for={id}>{`${texts.form} ${label}`}</label>
        <select
          id={id}
          class="select"
          value={String(alternative)}
          onChange={({ currentTarget }) => {
            const chosen = part.alternatives[Number(currentTarget.value)] ?? {};
            form.put(steps, startOf(form.root, chosen) ?? '');
          }}
        >
          {part.alternatives.map((one, index) => (
            <option key={index} value={String(index)}>
              {nameOf(one) ?? texts.alternative(index)}
            </option>
          ))}
        </select>
      </div>
      {children.map((child) => (
        <FieldView key={alternative} field={{ ...child, isRemovable: false }} label={label} />
      ))}
    </>
  );
}

function nameOf(schema: Schema): string | undefined {
  return textOf(schema['title']) ?? textOf(schema['description']) ?? textOf(schema['type']);
}
