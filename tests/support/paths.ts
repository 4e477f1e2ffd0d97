/** Lists the paths of everything in a piece of JSON data, the whole of it first. */
export function pathsIn(data: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof data !== 'object' || data === null) return [path];
  return [path, ...Object.entries(data).flatMap(([name, part]) => pathsIn(part, [...path, name]))];
}

/** Writes the steps of a path as an RFC 6901 JSON Pointer. */
export function pointerOf(path: readonly string[]): string {
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
