import { TimelineError } from './errors.ts';

/** Adds one step to an RFC 6901 JSON Pointer: the name of a member, or the index of an item. */
export function appendPointer(pointer: string, segment: string | number): string {
  return `${pointer}/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

/** Returns the steps of an RFC 6901 JSON Pointer, none for the whole; throws `invalid-query` for what is no pointer. */
export function stepsOfPointer(pointer: string): readonly string[] {
  if (pointer === '') return [];
  if (typeof pointer !== 'string')
    throw new TimelineError('invalid-query', 'path is no text: a JSON Pointer such as /casualties', {
      parameter: 'path',
    });
  if (!pointer.startsWith('/'))
    throw new TimelineError(
      'invalid-query',
      `path ${JSON.stringify(pointer.slice(0, 80))} is no JSON Pointer: it does not begin with /`,
      { parameter: 'path' },
    );
  if (/~(?![01])/.test(pointer))
    throw new TimelineError('invalid-query', 'path is no JSON Pointer: ~ stands only in ~0 and ~1', {
      parameter: 'path',
    });
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Returns what stands at the end of some steps into JSON data; undefined when there is nothing. */
export function valueAt(data: unknown, steps: readonly string[]): unknown {
  let value = data;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(step)) return undefined;
    if (!Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}
