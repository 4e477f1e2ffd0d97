import { z } from 'zod';

import { isWireId } from '../wire-id.ts';
import type { ClusterEvent } from './parts.ts';

/** The stream of a log that says what log it is and which imports have ended, without the prefix. No event of it takes a position. */
export const controlStream = 'asof-log';

/** The type of the first event of the control stream: it names the log. */
export const logCreatedType = 'AsofLogCreated';

/** The type of the event that makes every node record an import. */
export const importEndedType = 'AsofImportEnded';

/** Data of `AsofLogCreated`. */
export interface LogCreated {
  readonly log: string;
}

/** Data of `AsofImportEnded`: the import, of how many events it is, and who imported. */
export interface ImportEnded {
  readonly import: string;
  readonly events: number;
  readonly by?: string;
}

const wireId = z.string().refine(isWireId);
const logCreated = z.object({ log: wireId });
const importEnded = z.object({
  import: wireId,
  events: z.int().min(1),
  by: z.string().max(1000).optional(),
});

/** Returns the identity that the first event of a control stream names; undefined where it is no such event. */
export function logCreatedIn({
  type,
  revision,
  data,
}: Pick<ClusterEvent, 'type' | 'revision' | 'data'>): LogCreated | undefined {
  if (type !== logCreatedType || revision !== 0) return undefined;
  return logCreated.safeParse(data).data;
}

/** Returns what an event of the control stream ends; undefined where it ends no import. */
export function importEndedIn({ type, data }: Pick<ClusterEvent, 'type' | 'data'>): ImportEnded | undefined {
  if (type !== importEndedType) return undefined;
  const { import: id, events, by } = importEnded.safeParse(data).data ?? {};
  if (id === undefined || events === undefined) return undefined;
  return { import: id, events, ...(by === undefined ? {} : { by }) };
}
