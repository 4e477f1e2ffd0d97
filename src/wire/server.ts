import { randomUUID } from 'node:crypto';

import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerUnaryCall } from '@grpc/grpc-js';
import { logVerbosity, Server, ServerCredentials, setLogVerbosity, status } from '@grpc/grpc-js';

import type { Catalogue } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { WireAccess } from './access.ts';
import { callerOf } from './access.ts';
import { answerAppend } from './append-call.ts';
import { appendProposals } from './appending.ts';
import { answerBatchAppend } from './batch-append-call.ts';
import { readerOf } from './bounded-reader.ts';
import { answering, streaming } from './calls.ts';
import { answerDelete, answerTombstone } from './delete-call.ts';
import { deleteStream } from './deleting.ts';
import { addressCalled, clusterOfOne, supportedMethods } from './features.ts';
import { createGates } from './gates.ts';
import { answerRead } from './read-call.ts';
import type { WireLog, WireService } from './service.ts';
import { wireError } from './status.ts';

/** How the endpoint is opened. */
export interface WireOptions {
  readonly log: WireLog;
  readonly catalogue: Catalogue;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** Whether events of types that the catalogue does not have are kept; refused when left out. */
  readonly keepForeign?: boolean;
  /**
   * Whether it is a plain event store: every event is kept byte for byte as a foreign one, of whatever type, and may be as large as an
   * append. For a log that other nodes of Asof follow; not when left out.
   */
  readonly raw?: boolean;
  /** Who may use it; everybody when left out. */
  readonly access?: WireAccess | undefined;
  /** Certificate and key as PEM; without them it speaks in clear. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** Most bytes of one append; 1 MiB when left out. */
  readonly appendBytesMax?: number;
  /** Most reads and subscriptions under way at a time; 1000 when left out. */
  readonly readsMax?: number;
  /** Hears of what is no fault of the client: a bug, or something that the store cannot do now. */
  readonly onFailure?: ((error: unknown) => void) | undefined;
}

/** An endpoint that speaks the protocol of EventStoreDB over a store. It does not own the store. */
export interface WireServer {
  /** Listens, and returns the port; throws `address-in-use` or `address-refused`. */
  listen(host: string, port: number): Promise<number>;
  /** Ends every subscription, lets appends that are under way end, and stops listening. */
  close(): Promise<void>;
}

/** How long calls that are under way when the endpoint closes may take, in milliseconds. */
const closeMsMax = 2000;

/** Largest message that is read: an append that is too large is refused by its own error up to here. */
const messageBytesMax = 17 * 1024 * 1024;

/**
 * Creates an endpoint that the clients of EventStoreDB and KurrentDB work against: streams, `$all`, subscriptions, metadata, deletion.
 *
 * @example const port = await createWireServer({ log: store, catalogue, clock: Date.now }).listen('127.0.0.1', 2113)
 */
export function createWireServer(options: WireOptions): WireServer {
  // What goes wrong is told by errors, and not in lines of another shape on standard error.
  setLogVerbosity(logVerbosity.NONE);
  const closing = new AbortController();
  const service = serviceOf(options, closing.signal);
  const server = new Server({
    'grpc.max_receive_message_length': messageBytesMax,
    'grpc.max_send_message_length': messageBytesMax,
    'grpc.keepalive_time_ms': 10_000,
    'grpc.keepalive_timeout_ms': 10_000,
  });
  let bound = { host: '127.0.0.1', port: 0 };
  addMethods(server, service, () => bound);
  return {
    async listen(host, port) {
      bound = { host, port: await bind(server, options, host, port) };
      return bound.port;
    },
    async close() {
      closing.abort();
      const late = setTimeout(() => server.forceShutdown(), closeMsMax);
      await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      clearTimeout(late);
    },
  };
}

function serviceOf(options: WireOptions, closing: AbortSignal): WireService {
  const { log, catalogue, clock, keepForeign = false, raw = false, access } = options;
  const appending = { log, catalogue, clock, keepForeign, raw, gates: createGates() };
  return {
    log,
    clock,
    appendBytesMax: options.appendBytesMax ?? 1024 * 1024,
    closing,
    beginRead: countingReads(options.readsMax ?? 1000),
    onFailure: options.onFailure ?? (() => undefined),
    callerOf: (metadata) => callerOf(access, metadata),
    append: async (request) => appendProposals(appending, request),
    delete: async (request) => deleteStream(appending, request),
  };
}

function countingReads(readsMax: number): () => () => void {
  let reads = 0;
  return () => {
    if (reads >= readsMax)
      throw wireError(status.RESOURCE_EXHAUSTED, `At most ${readsMax} reads may be under way`);
    reads += 1;
    return () => {
      reads -= 1;
    };
  };
}

function addMethods(
  server: Server,
  service: WireService,
  bound: () => { readonly host: string; readonly port: number },
): void {
  const { StreamsService: streams } = streamsGrpc;
  const { ServerFeaturesService: features } = featuresGrpc;
  const { GossipService: gossip } = gossipGrpc;
  const nodeId = randomUUID();
  const methods = [...Object.values(streams), ...Object.values(features), ...Object.values(gossip)];
  const supported = supportedMethods(methods.map(({ path }) => path));
  server.addService(boundedStreams(), {
    append: answering(service, answerAppend),
    batchAppend: streaming(service, answerBatchAppend),
    read: streaming(service, answerRead),
    delete: answering(service, answerDelete),
    tombstone: answering(service, answerTombstone),
  });
  server.addService(features, {
    getSupportedMethods: answering<ServerUnaryCall<Empty, SupportedMethods>, SupportedMethods>(
      service,
      async () => supported,
    ),
  });
  server.addService(gossip, {
    read: answering(service, async (_: WireService, call: ServerUnaryCall<Empty, ClusterInfo>) =>
      clusterOfOne(nodeId, addressCalled(call.getHost(), bound()), service.clock()),
    ),
  });
}

/** The methods of streams, whose requests are read within their bounds. */
function boundedStreams() {
  const { StreamsService: streams } = streamsGrpc;
  const { append, batchAppend, read, delete: soft, tombstone } = streams;
  return {
    append: { ...append, requestDeserialize: readerOf(streamsPb.AppendReq) },
    batchAppend: { ...batchAppend, requestDeserialize: readerOf(streamsPb.BatchAppendReq) },
    read: { ...read, requestDeserialize: readerOf(streamsPb.ReadReq) },
    delete: { ...soft, requestDeserialize: readerOf(streamsPb.DeleteReq) },
    tombstone: { ...tombstone, requestDeserialize: readerOf(streamsPb.TombstoneReq) },
  };
}

async function bind(server: Server, { tls }: WireOptions, host: string, port: number): Promise<number> {
  const credentials =
    tls === undefined
      ? ServerCredentials.createInsecure()
      : ServerCredentials.createSsl(null, [{ cert_chain: tls.cert, private_key: tls.key }]);
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, found) => {
      if (error === null) resolve(found);
      else reject(bindError(error, host, port));
    });
  });
}

function bindError(error: Error, host: string, port: number): TimelineError {
  const isInUse = error.message.includes('EADDRINUSE');
  return new TimelineError(
    isInUse ? 'address-in-use' : 'address-refused',
    isInUse
      ? `Port ${port} of ${host} is in use; name another with --grpc-port`
      : `The system does not let port ${port} of ${host} be served`,
    { host, port },
    error,
  );
}
