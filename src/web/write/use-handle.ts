import type { Signal } from '@preact/signals';
import { signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import type { Members } from '../panels/shared/json.ts';
import { isObject } from '../panels/shared/json.ts';
import type { FormHandle } from './form-handle.ts';
import { focusField } from './form-handle.ts';
import { isChanged, valueBefore } from './form/changed.ts';
import { withValue } from './form/edit.ts';
import type { Writing } from './work/writing.ts';

const none: Members = {};

/** What the fields of a form do to it. */
export interface HandleOptions {
  readonly model: Pick<PageModel, 'view'>;
  readonly writing: Writing;
  readonly shown: ReadonlyMap<string, string>;
  /** What takes the focus once the form is drawn again. */
  readonly due: Signal<(() => void) | undefined>;
}

/** Gives the focus, after the form was drawn again, to what it is due to. */
export function useFocusDue(): Signal<(() => void) | undefined> {
  const due = useMemo(() => signal<(() => void) | undefined>(undefined), []);
  const focus = due.value;
  useEffect(() => focus?.(), [focus]);
  return due;
}

/** Returns what gives the focus to the first field of a form that does not hold. */
export function focusFault(form: HTMLFormElement | null): () => void {
  return () => {
    const first = form?.querySelector<HTMLElement>('[aria-invalid=true], [data-invalid=true]');
    const control =
      first?.matches('fieldset') === true ? first.querySelector<HTMLElement>('button, input') : first;
    control?.focus();
  };
}

/** Returns what the fields of a form are shown with. */
export function handleOf({ model, writing, shown, due }: HandleOptions): FormHandle {
  const { draft, open, touched, opened } = writing;
  const put = (steps: readonly string[], value: unknown): void => {
    const next = withValue(draft.peek().value, steps, value);
    writing.change({ ...draft.peek(), value: isObject(next) ? next : none });
  };
  const { before } = draft.value;
  const isRestated = ([first = '']: readonly string[]): boolean =>
    opened.kind === 'correct' && Object.hasOwn(before, first);
  return {
    root: writing.schema.value ?? none,
    zone: model.view.value.zone,
    now: Date.now,
    changeOf: (field) =>
      isRestated(field.steps) && isChanged(field, before)
        ? { before: valueBefore(before, field.steps) }
        : undefined,
    valueBefore: (steps) => (isRestated(steps) ? valueBefore(before, steps) : undefined),
    faultAt: (pointer) => shown.get(pointer),
    put,
    touch(pointer) {
      if (!touched.peek().has(pointer)) touched.value = new Set([...touched.peek(), pointer]);
    },
    add(pointer, steps, value) {
      open.value = new Set([...open.peek(), pointer]);
      if (value !== undefined) put(steps, value);
      due.value = () => focusField(pointer);
    },
    remove({ pointer, steps }) {
      open.value = new Set(
        [...open.peek()].filter((one) => one !== pointer && !one.startsWith(`${pointer}/`)),
      );
      touched.value = new Set([...touched.peek()].filter((one) => !one.startsWith(pointer)));
      put(steps, undefined);
      const parent = pointer.slice(0, pointer.lastIndexOf('/'));
      due.value = () => void (focusField(parent) || focusField('/data') || focusField('/reason'));
    },
  };
}
