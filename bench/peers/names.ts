/** Every peer, by the name that run.ts takes. */
export const peerNames = [
  'emmett-sqlite',
  'emmett-sqlite-one-connection',
  'act-sqlite',
  'event-storage',
  'event-storage-synced-index',
  'emmett-memory',
  'castore-memory',
] as const;

/** The name of a peer. */
export type PeerName = (typeof peerNames)[number];

/** Every work that a peer is measured at, by the name that run.ts takes. */
export const workNames = ['sequential', 'batches', 'fold', 'asof'] as const;

/** The name of a work. */
export type WorkName = (typeof workNames)[number];
