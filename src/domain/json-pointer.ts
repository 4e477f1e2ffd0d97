/** Adds one step to an RFC 6901 JSON Pointer: the name of a member, or the index of an item. */
export function appendPointer(pointer: string, segment: string | number): string {
  return `${pointer}/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
