import { TimelineError } from '../../domain/errors.ts';
import type { EventLog, StoreOptions } from '../port.ts';
import { readConnection } from './connection.ts';
import type { ClusterConnection } from './connection.ts';
import { listParked } from './listed-parked.ts';
import { createNode } from './node.ts';
import type { TakenListener } from './parts.ts';
import { openReplica } from './replica/index.ts';
import { useClient } from './shared-clients.ts';

/** How the log of a cluster is opened. */
export interface KurrentOptions extends StoreOptions {
  /** `esdb://…`, as the clients of EventStoreDB and KurrentDB take it, with `asofPrefix`, `asofCategories` and `asofForeign`. */
  readonly connection: string;
  /** The path of this node's replica, which is made when it is not there. */
  readonly index: string;
  /** How long an append may take with all tries, in milliseconds; `defaultDeadline` of the connection string, or 10,000, when left out. */
  readonly deadlineMs?: number;
  /** Opens the replica beside the process that follows; the cluster is not connected to, and what would write throws `store-read-only`. */
  readonly readOnly?: boolean;
}

/** How long an append may take where nothing is said, in milliseconds. */
const usualDeadlineMs = 10_000;

/**
 * Opens a log that lives in a cluster of KurrentDB or EventStoreDB, with this node's replica, out of which everything is read.
 *
 * It connects in the background: reads answer from what the replica has, appends wait for the cluster. Throws `invalid-store` and
 * `unknown-file` for the connection string, and what opening the replica throws.
 */
export function openKurrentStore(options: KurrentOptions): EventLog {
  const connection = readConnection(options.connection);
  return options.readOnly === true ? openToRead(options, connection) : openNode(options, connection);
}

function openNode(
  { catalogue, clock, index, deadlineMs }: KurrentOptions,
  connection: ClusterConnection,
): EventLog {
  const { name, scope, parameters } = connection;
  const shared = useClient(connection);
  const listening: { to?: TakenListener } = {};
  const listener: TakenListener = {
    batch: (append, outcome) => listening.to?.batch(append, outcome),
    import: (id, outcome) => listening.to?.import(id, outcome),
  };
  try {
    const replica = openReplica({ path: index, name, scope, catalogue, clock, listener });
    const node = createNode({
      name,
      scope,
      clock,
      replica,
      client: shared.client,
      deadlineMs: deadlineMs ?? parameters.defaultDeadline ?? usualDeadlineMs,
    });
    listening.to = node.listener;
    let closing: Promise<void> | undefined;
    return {
      ...replica.reads,
      ...node.log,
      health: () => (closing === undefined ? node.log.health() : 'closed'),
      close: async () =>
        (closing ??= node.end().then(async () => {
          await shared.release();
          await replica.close();
        })),
    };
  } catch (error) {
    void shared.release();
    throw error;
  }
}

function openToRead(
  { catalogue, clock, index }: KurrentOptions,
  { name, scope }: ClusterConnection,
): EventLog {
  const listener = { batch: () => undefined, import: () => undefined };
  const replica = openReplica({ path: index, name, scope, catalogue, clock, listener, readOnly: true });
  const refuse = async (): Promise<never> => {
    throw new TimelineError('store-read-only', `${name} is open to read only`, { store: name });
  };
  let closing: Promise<void> | undefined;
  return {
    ...replica.reads,
    append: refuse,
    import: refuse,
    verify: async () => replica.verify(),
    health: () => (closing === undefined ? 'read-only' : 'closed'),
    parked: (range) => listParked(replica, range),
    close: async () => (closing ??= replica.close()),
  };
}
