import type { z } from 'zod';

import { TimelineError } from './errors.ts';
import type { JsonObject } from './json.ts';

/** One event type: its name, what it says, and the schema of its data in every version there has been. */
export interface EventType {
  /** PascalCase, past tense: `CallHeld`. */
  readonly type: string;
  readonly description: string;
  /** Oldest first: the schema at index 0 is version 1. A version that was ever released stays. */
  readonly versions: readonly [z.ZodObject, ...z.ZodObject[]];
  /** `upcasters[0]` turns data of version 1 into data of version 2; there is one fewer than there are versions. */
  readonly upcasters?: readonly ((data: JsonObject) => JsonObject)[];
}

/** Returns the type as given, after checking its name and that every step between its versions has an upcaster; throws `invalid-module`. */
export function defineEvent(type: EventType): EventType {
  const steps = type.upcasters?.length ?? 0;
  const refuse = (why: string) =>
    new TimelineError('invalid-module', `Event type ${type.type} ${why}`, { eventType: type.type });
  if (!/^[A-Z][A-Za-z0-9]{0,79}$/.test(type.type)) throw refuse('is not named in PascalCase');
  if (steps !== type.versions.length - 1)
    throw refuse(
      `has ${type.versions.length} versions and ${steps} upcasters, not ${type.versions.length - 1}`,
    );
  return type;
}
