import type { PeerName } from './names.ts';
import type { Peer } from './peer.ts';

/** Loads one peer and leaves the others unloaded. */
export async function loadPeer(name: PeerName): Promise<Peer> {
  switch (name) {
    case 'emmett-sqlite':
      return (await import('./emmett-sqlite.ts')).emmettSqlite;
    case 'emmett-sqlite-one-connection':
      return (await import('./emmett-sqlite-one-connection.ts')).emmettSqliteOneConnection;
    case 'act-sqlite':
      return (await import('./act-sqlite.ts')).actSqlite;
    case 'event-storage':
      return (await import('./event-storage.ts')).eventStorage;
    case 'event-storage-synced-index':
      return (await import('./event-storage.ts')).eventStorageSyncedIndex;
    case 'emmett-memory':
      return (await import('./emmett-memory.ts')).emmettMemory;
    case 'castore-memory':
      return (await import('./castore-memory.ts')).castoreMemory;
  }
}
