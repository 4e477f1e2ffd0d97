import { appendPointer } from './json-pointer.ts';

/** Freezes plain data through and through, so that what answers share is changed by nobody; what is frozen already is left alone. */
export function frozen<Data>(data: Data): Data {
  if (typeof data === 'object' && data !== null && !Object.isFrozen(data)) freeze(data);
  return data;
}

/** Written without lists of names and values: it goes over every fact that is read. To go over a list by name would make a text of each index. */
function freeze(data: object): void {
  Object.freeze(data);
  if (Array.isArray(data)) for (let index = 0; index < data.length; index += 1) frozen<unknown>(data[index]);
  else for (const name in data) frozen((data as Readonly<Record<string, unknown>>)[name]);
}

/** Returns the JSON Pointer of the first part of a state that is not plain JSON data; undefined when all of it is. */
export function whereNotPlain(data: unknown, pointer = ''): string | undefined {
  if (data === null || typeof data === 'string' || typeof data === 'boolean') return undefined;
  if (typeof data === 'number') return Number.isFinite(data) && !Object.is(data, -0) ? undefined : pointer;
  if (typeof data !== 'object') return pointer;
  const prototype: unknown = Object.getPrototypeOf(data);
  if (!Array.isArray(data) && prototype !== Object.prototype && prototype !== null) return pointer;
  if (Array.isArray(data) && Object.keys(data).length !== data.length) return pointer;
  for (const [name, part] of Object.entries(data)) {
    const found = whereNotPlain(part, appendPointer(pointer, name));
    if (found !== undefined) return found;
  }
  return undefined;
}
