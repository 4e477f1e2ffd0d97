import { appendPointer } from '../../../domain/json-pointer.ts';

/** What is wrong with a value, and where it stands: a JSON Pointer, and a sentence. */
export interface Fault {
  readonly pointer: string;
  readonly sentence: string;
}

/** Where a value stands while it is checked. */
export interface Place {
  readonly pointer: string;
}

/** Returns the place of a member or an item of what stands at a place. */
export function within({ pointer }: Place, step: string | number): Place {
  return { pointer: appendPointer(pointer, step) };
}
