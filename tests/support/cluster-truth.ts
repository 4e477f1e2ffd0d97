import type { EventStoreDBClient } from '@eventstore/db-client';

import type { LoggedEvent } from './cluster-history.ts';

/** Reads a log as the cluster has it, by the official client: the events of its streams in the order of `$all`, each once. */
export async function readTruth(client: EventStoreDBClient, prefix: string): Promise<readonly LoggedEvent[]> {
  const found = new Map<string, LoggedEvent>();
  for await (const { event } of client.readAll()) {
    if (event === undefined || !event.streamId.startsWith(prefix)) continue;
    const stream = event.streamId.slice(prefix.length);
    if (stream === 'asof-log') continue;
    const id = ownId(event.metadata) ?? event.id;
    if (!found.has(id)) found.set(id, { id, stream, position: found.size + 1 });
  }
  return [...found.values()];
}

function ownId(metadata: unknown): string | undefined {
  const { asof } = metadata as { readonly asof?: { readonly id?: string } };
  return asof?.id;
}
