import type { Field } from './form/fields.ts';

/** A field that is shown by its name. */
export interface NamedField {
  readonly field: Field;
  readonly label: string;
  readonly hint?: string | undefined;
}
