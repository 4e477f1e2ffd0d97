import type { Readable } from 'node:stream';

import { EventStoreDBClient } from '@eventstore/db-client';
import type {
  ChannelCredentialOptions,
  Credentials,
  DNSClusterOptions,
  GossipClusterOptions,
  SingleNodeOptions,
} from '@eventstore/db-client';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { CallOptions } from '@grpc/grpc-js';
import { Metadata, status } from '@grpc/grpc-js';

/** A call to the cluster whose answers are read; cancelling it ends it with an error. */
export type ClusterCall = Readable & { cancel(): void };

/** A call that was started. */
export interface StartedCall<Call> {
  readonly call: Call;
  /** Resolves when the call has ended: with the error where it ended in one. */
  readonly ended: Promise<Error | undefined>;
}

/** Starts a call on a connection. */
export type StartCall<Call> = (
  client: StreamsClient,
  metadata: Metadata,
  options: Partial<CallOptions>,
) => Call;

/**
 * The official client of the cluster, of which this uses what finds nodes and connects to them: discovery, TLS, credentials, reconnecting to the leader.
 *
 * The calls are our own. Those of the client reject the appends of all clients of the process when one connection breaks, leave some of
 * them waiting for ever, and end the process with an unhandled rejection when appends still wait to be sent.
 */
export class ClusterClient extends EventStoreDBClient {
  #last: StreamsClient | undefined;
  #isEnded = false;

  constructor(
    nodes: DNSClusterOptions | GossipClusterOptions | SingleNodeOptions,
    channel: ChannelCredentialOptions,
    credentials: Credentials | undefined,
  ) {
    // It takes any of the three, and its types one at a time.
    super(nodes as SingleNodeOptions, channel, credentials);
    const { handleError } = this;
    // Where it does not understand an error it rejects, and nobody hears of that: it would end the process.
    this.handleError = async (client, error) => handleError(client, error).catch(() => undefined);
  }

  /** Starts a call once a node is connected to. */
  async start<Call extends ClusterCall>(start: StartCall<Call>): Promise<StartedCall<Call>> {
    const { promise: ended, resolve } = Promise.withResolvers<Error | undefined>();
    const call = await this.GRPCStreamCreator(streamsGrpc.StreamsClient, 'asof', (client: StreamsClient) => {
      this.#last = client;
      const started = start(client, ...this.callArguments({}, { deadline: Number.POSITIVE_INFINITY }));
      // It may end before anybody has it; and an error that nobody hears of would end the process.
      started.on('error', resolve);
      started.on('end', () => resolve(undefined));
      return started;
    })();
    if (this.#isEnded) {
      call.cancel();
      this.#last?.close();
    }
    return { call, ended };
  }

  /** Leaves a connection that does not answer: the next call makes another, to another node where there is one. */
  async reconnect(): Promise<void> {
    const gone = { code: status.UNAVAILABLE, details: 'it does not answer', metadata: new Metadata() };
    if (this.#last !== undefined)
      await this.handleError(this.#last, Object.assign(new Error(gone.details), gone));
  }

  /** Ends all calls and the connection. */
  async end(): Promise<void> {
    this.#isEnded = true;
    await this.dispose();
    this.#last?.close();
  }
}
