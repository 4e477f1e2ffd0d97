import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import type { ZoneChoice } from '../model.ts';
import type { Steps } from './form/edit.ts';
import type { Fault } from './form/fault.ts';
import type { Field } from './form/fields.ts';
import type { Schema } from './form/schema.ts';

/** What fields are shown with, and what they do to the form that they are of. */
export interface FormHandle {
  /** The schema that references lead into. */
  readonly root: Schema;
  readonly zone: ZoneChoice;
  /** This computer's clock, in milliseconds of the Unix epoch. */
  readonly now: () => number;
  /** Returns what stood where a field is before it was changed, in a member of its own; undefined where it is as it was, or nothing is corrected. */
  changeOf(field: Field): { readonly before: unknown } | undefined;
  /** Returns what stood at the end of some steps before anything was changed; undefined for nothing. */
  valueBefore(steps: Steps): unknown;
  /** Returns the sentence to show at a field; undefined for none. */
  faultAt(pointer: string): string | undefined;
  /** Puts a value at the end of some steps; undefined takes it away. */
  put(steps: Steps, value: unknown): void;
  /** Says that something was typed into a field, or that it was left: from then on its fault is shown. */
  touch(pointer: string): void;
  /** Opens a member that nothing stands in, or puts in what it begins with. */
  add(pointer: string, steps: Steps, value: unknown): void;
  /** Takes a member or an item away, and gives the focus to what it stood in. */
  remove(field: Field): void;
}

/** The faults of a form that may be shown: those of fields that were touched, and all once it was to be sent. */
export function shownFaults(
  faults: readonly Fault[],
  touched: ReadonlySet<string>,
  areAll: boolean,
): ReadonlyMap<string, string> {
  const shown = new Map<string, string>();
  for (const { pointer, sentence } of faults)
    if ((areAll || touched.has(pointer)) && !shown.has(pointer)) shown.set(pointer, sentence);
  return shown;
}

/** Returns the id of the element of a field: pointers may have spaces, and ids in lists of ids may not. */
export function idOfField(pointer: string): string {
  return `write${encodeURIComponent(pointer)}`;
}

/** Gives the focus to a field, or to the first control in it; returns whether there is one. */
export function focusField(pointer: string): boolean {
  const element = document.getElementById(idOfField(pointer));
  const typed = 'input, select, textarea';
  const isControl = element === null || element.matches(`${typed}, button`);
  const control = isControl
    ? element
    : (element.querySelector<HTMLElement>(typed) ?? element.querySelector<HTMLElement>('.write-add'));
  control?.focus();
  return control !== null;
}

/** The form that a field is in. */
export const FormContext = createContext<FormHandle | undefined>(undefined);

/** Returns the form that a field is in. */
export function useForm(): FormHandle {
  const form = useContext(FormContext);
  if (form === undefined) throw new Error('A field stands in no form');
  return form;
}
