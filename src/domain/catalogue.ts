import type { z } from 'zod';

import { assert } from './assert.ts';
import { TimelineError } from './errors.ts';
import type { EventType } from './event-type.ts';
import { correctionTypes } from './events/corrections.ts';
import { foreignType } from './events/foreign.ts';
import type { JsonObject } from './json.ts';

/** All event types that a timeline knows, by name. */
export type Catalogue = ReadonlyMap<string, EventType>;

/** Returns the catalogue of the given types and of `FactCorrected`, `FactRetracted` and `ForeignEventKept`, which every timeline has; throws `invalid-module` for a name used twice. */
export function createCatalogue(types: readonly EventType[]): Catalogue {
  const catalogue = new Map<string, EventType>();
  for (const type of [...types, ...correctionTypes, foreignType]) {
    const known = catalogue.get(type.type);
    if (known !== undefined && known !== type)
      throw new TimelineError('invalid-module', `Two event types are named ${type.type}`, {
        eventType: type.type,
      });
    catalogue.set(type.type, type);
  }
  return catalogue;
}

/** Returns the type of that name; throws `unknown-event-type`. */
export function eventTypeOf(catalogue: Catalogue, name: string): EventType {
  const type = catalogue.get(name);
  if (type === undefined)
    throw new TimelineError(
      'unknown-event-type',
      `There is no event type ${JSON.stringify(name.slice(0, 80))}`,
      {
        eventType: name.slice(0, 80),
      },
    );
  return type;
}

/** Returns the newest version of a type's schema. */
export function newestVersion(type: EventType): number {
  return type.versions.length;
}

/** Returns the schema of one version of a type; throws `unknown-schema` when there is no such version. */
export function schemaOf(type: EventType, version: number): z.ZodObject {
  const schema = type.versions[version - 1];
  if (schema === undefined)
    throw new TimelineError(
      'unknown-schema',
      `Event type ${type.type} has versions 1 to ${newestVersion(type)}, not ${version}`,
      { eventType: type.type, schemaVersion: version },
    );
  return schema;
}

/** Returns data of an older version as data of the newest; the data itself when it is of the newest already. */
export function upcast(type: EventType, version: number, data: JsonObject): JsonObject {
  assert(version >= 1 && version <= newestVersion(type), `${type.type} has a version ${version}`);
  if (version === newestVersion(type)) return data;
  let current = data;
  for (const step of type.upcasters?.slice(version - 1) ?? []) current = step(current);
  return current;
}
