import { batch } from '@preact/signals';

import type { Client } from '../../../client/index.ts';
import { ofType } from './draft.ts';
import { schemaOfType } from './event-types.ts';
import type { Writing } from './writing.ts';

/** Returns what chooses the type of a new event: of types chosen one after the other the last holds, in whatever order they arrive. It throws the server's error. */
export function createChoosing(
  client: Pick<Client, 'get'>,
  writing: Pick<Writing, 'change' | 'draft' | 'opened' | 'schema'>,
): (type: string) => Promise<void> {
  let latest = 0;
  return async (type) => {
    const chosen = writing.opened.types.find((one) => one.type === type);
    if (chosen === undefined) return;
    const mine = (latest += 1);
    try {
      const found = await schemaOfType(client, chosen);
      if (mine !== latest) return;
      batch(() => {
        writing.schema.value = found;
        writing.change(ofType(writing.draft.peek(), type, found));
      });
    } catch (error) {
      if (mine === latest) throw error;
    }
  };
}
