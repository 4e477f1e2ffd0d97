import type { ClusterClient } from './client.ts';
import type { ClusterConnection } from './connection.ts';
import { createClient } from './create-client.ts';

interface Shared {
  readonly client: ClusterClient;
  users: number;
}

const clients = new Map<string, Shared>();

/** Returns the client of a connection, shared by all of the process that connect likewise; it ends when its last user has released it. */
export function useClient(connection: ClusterConnection): {
  readonly client: ClusterClient;
  release(): Promise<void>;
} {
  const shared = clients.get(connection.key) ?? { client: createClient(connection), users: 0 };
  clients.set(connection.key, shared);
  shared.users += 1;
  let isReleased = false;
  return {
    client: shared.client,
    async release() {
      if (isReleased) return;
      isReleased = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      clients.delete(connection.key);
      await shared.client.end();
    },
  };
}
