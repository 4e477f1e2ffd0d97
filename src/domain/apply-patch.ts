import { TimelineError } from './errors.ts';
import { stepsOfPointer } from './json-pointer.ts';
import type { Patch, PatchOperation } from './patch.ts';

/**
 * Returns the data after a patch of the kinds that `patchBetween` makes; what the patch does not touch is shared, nothing is changed.
 *
 * Throws `patch-does-not-fit` where the data has nothing at a path that must be there: it is not the data that the patch was made of.
 */
export function applyPatch(data: unknown, patch: Patch): unknown {
  return patch.reduce<unknown>(
    (before, operation) => applyAt(before, stepsOfPointer(operation.path), operation),
    data,
  );
}

function applyAt(data: unknown, [step, ...rest]: readonly string[], operation: PatchOperation): unknown {
  if (step === undefined) return operation.op === 'remove' ? undefined : operation.value;
  if (Array.isArray(data)) return inList(data, step, rest, operation);
  if (typeof data !== 'object' || data === null) throw misfit(operation);
  return inObject(data as Members, step, rest, operation);
}

type Members = Readonly<Record<string, unknown>>;

function inList(
  data: readonly unknown[],
  step: string,
  rest: readonly string[],
  operation: PatchOperation,
): readonly unknown[] {
  const isAdded = rest.length === 0 && operation.op === 'add';
  const index = step === '-' && isAdded ? data.length : Number(step);
  if (!/^(?:0|[1-9]\d*|-)$/.test(step) || !(index < data.length + (isAdded ? 1 : 0))) throw misfit(operation);
  if (isAdded) return data.toSpliced(index, 0, operation.value);
  if (rest.length === 0 && operation.op === 'remove') return data.toSpliced(index, 1);
  return data.with(index, applyAt(data[index], rest, operation));
}

function inObject(data: Members, step: string, rest: readonly string[], operation: PatchOperation): Members {
  const isThere = Object.hasOwn(data, step);
  if (!isThere && (rest.length > 0 || operation.op !== 'add')) throw misfit(operation);
  if (rest.length === 0 && operation.op === 'remove') {
    const { [step]: _, ...others } = data;
    return others;
  }
  const value = applyAt(data[step], rest, operation);
  const after = { ...data };
  // To assign to `__proto__` would set the prototype instead.
  Object.defineProperty(after, step, { value, enumerable: true, configurable: true, writable: true });
  return after;
}

function misfit({ op, path }: PatchOperation): TimelineError {
  return new TimelineError('patch-does-not-fit', `The patch does not fit: it cannot ${op} ${path} here`, {
    pointer: path,
  });
}
