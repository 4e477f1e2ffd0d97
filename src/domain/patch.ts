/** One operation of a JSON Patch (RFC 6902). Ours are of these three kinds; `path` is an RFC 6901 JSON Pointer. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string };

/** A JSON Patch (RFC 6902): applied in order, its operations make one piece of JSON data of another. */
export type Patch = readonly PatchOperation[];
