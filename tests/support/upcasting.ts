import { createCatalogue, eventTypeOf } from '../../src/domain/catalogue.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import { testEvents } from './vocabulary.ts';

const catalogue = createCatalogue(testEvents);

/** Takes data of a test event through every upcaster from a version on. */
export function upcastTest(type: string, version: number, data: JsonObject): JsonObject {
  const { upcasters = [] } = eventTypeOf(catalogue, type);
  return upcasters.slice(version - 1).reduce((before, step) => step(before), data);
}
