import { isEqualJson } from '../../../domain/equal-json.ts';
import { isObject } from '../../panels/shared/json.ts';
import type { Steps } from './edit.ts';
import type { Field } from './fields.ts';

/** Returns whether what a field has is another than was there before. */
export function isChanged(field: Field, before: unknown): boolean {
  return !isSame(field.value, valueBefore(before, field.steps));
}

/** Returns what stood before at the end of some steps; undefined for nothing. */
export function valueBefore(before: unknown, steps: Steps): unknown {
  let value = before;
  for (const step of steps) {
    if (Array.isArray(value)) value = value[Number(step)] as unknown;
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

function isSame(one: unknown, other: unknown): boolean {
  if (one === undefined || other === undefined) return one === other;
  return isEqualJson(one, other);
}
