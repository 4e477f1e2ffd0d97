import type { Catalogue } from '../domain/catalogue.ts';
import { eventTypeOf, newestVersion, schemaOf, upcast } from '../domain/catalogue.ts';
import type { JsonObject } from '../domain/json.ts';

/** Gives data of a version of a type in the newest version; of no version it is data of the newest. */
export type ReadData = (typeName: string, version: number | undefined, data: JsonObject) => JsonObject;

/** Reads data of the types of a catalogue; throws `unknown-event-type` for any other. */
export function readKnown(catalogue: Catalogue): ReadData {
  return (typeName, version, data) => {
    const type = eventTypeOf(catalogue, typeName);
    return version === undefined ? data : upcast(type, version, data);
  };
}

/**
 * Reads data of a log that others write to, whose catalogue may be a newer one: data of a type that is not known is given as it is.
 *
 * Throws `unknown-schema` for a version that is not known of a type that is: who knows the type would take it for another.
 */
export function readForeign(catalogue: Catalogue): ReadData {
  const read = readKnown(catalogue);
  return (typeName, version, data) => {
    const type = catalogue.get(typeName);
    if (type === undefined) return data;
    if (version !== undefined) schemaOf(type, version);
    return read(typeName, version, data);
  };
}

/**
 * Reads data as `readForeign`, but gives what is of an unknown version, or what an upcaster fails on, as it is, too: for what only looks for
 * words and tags in it. Whoever asks for such a fact is told of the failure.
 */
export function readAnyhow(catalogue: Catalogue): ReadData {
  const read = readForeign(catalogue);
  return (typeName, version, data) => {
    const type = catalogue.get(typeName);
    const isNewer = type !== undefined && version !== undefined && version > newestVersion(type);
    if (isNewer) return data;
    try {
      return read(typeName, version, data);
    } catch {
      return data;
    }
  };
}
