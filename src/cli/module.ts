import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { TimelineError } from '../domain/errors.ts';
import type { EventType } from '../domain/event-type.ts';
import type { Projection } from '../domain/projection.ts';

/** Event types and projections. */
export interface Words {
  readonly events: readonly EventType[];
  readonly projections: readonly Projection[];
  /** Where their code stands, as URLs of modules. */
  readonly sources?: readonly string[];
}

/**
 * Imports a module of a user's own: its default export, or the one named `timeline`, is what `defineTimeline` returns.
 *
 * Throws `unknown-file` when it is not there, and `invalid-module` when it fails or exports something else.
 */
export async function loadModule(path: string): Promise<Words> {
  if (!existsSync(path)) throw new TimelineError('unknown-file', `There is no file ${path}`, { file: path });
  const exported = await importFrom(path);
  const words = exported['default'] ?? exported['timeline'];
  const own = pathToFileURL(resolve(path)).href;
  if (isWords(words)) return { ...words, sources: [own, ...(words.sources ?? [])] };
  throw new TimelineError(
    'invalid-module',
    `${path} exports no timeline: its default export is to be defineTimeline({ events, projections })`,
    { file: path },
  );
}

/** Puts the words of a module beside those that are there; one that both have, the same object, is there once. */
export function mergeWords(usual: Words, own: Words): Words {
  return {
    events: [...new Set([...usual.events, ...own.events])],
    projections: [...new Set([...usual.projections, ...own.projections])],
    sources: [...new Set([...(usual.sources ?? []), ...(own.sources ?? [])])],
  };
}

async function importFrom(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    // What is imported is whatever the user's file exports.
    return (await import(pathToFileURL(resolve(path)).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    if (error instanceof TimelineError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new TimelineError('invalid-module', `${path} cannot be imported: ${why}`, { file: path }, error);
  }
}

function isWords(value: unknown): value is Words {
  if (typeof value !== 'object' || value === null || !('events' in value) || !('projections' in value))
    return false;
  const { events, projections } = value;
  return (
    Array.isArray(events) &&
    events.every((type: unknown) => has(type, 'type', 'string') && has(type, 'versions', 'object')) &&
    Array.isArray(projections) &&
    projections.every((one: unknown) => has(one, 'name', 'string') && has(one, 'evolve', 'function'))
  );
}

function has(value: unknown, name: string, kind: string): boolean {
  return typeof value === 'object' && value !== null && typeof Reflect.get(value, name) === kind;
}
