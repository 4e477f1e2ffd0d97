import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { Client, credentials, Metadata } from '@grpc/grpc-js';

/** The methods of streams. */
export const methods = streamsGrpc.StreamsService;

const { Options } = streamsPb.ReadReq;

/** Connects to an endpoint without any client of its protocol. */
export function connectRaw(port: number): Client {
  return new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    'grpc.max_send_message_length': -1,
  });
}

/** What came of a call: the code of its status, the details, and the answers before it. */
export interface Ended {
  readonly code: number;
  readonly details: string;
  readonly answers: readonly Uint8Array[];
}

/** Leaves bytes as they are. */
export const asIs = (bytes: Uint8Array) => Buffer.from(bytes);

/** Sends messages as bytes to a method, whatever they are, and waits for the end of the call. */
export async function send(
  raw: Client,
  path: string,
  messages: readonly Uint8Array[],
  metadata = new Metadata(),
): Promise<Ended> {
  const call = raw.makeBidiStreamRequest(path, asIs, asIs, metadata, { deadline: Date.now() + 5000 });
  const answers: Uint8Array[] = [];
  call.on('data', (bytes: Uint8Array) => answers.push(bytes));
  call.on('error', () => undefined);
  const { promise, resolve } = Promise.withResolvers<Ended>();
  call.on('status', ({ code, details }) => resolve({ code, details, answers }));
  for (const message of messages) call.write(message);
  call.end();
  return promise;
}

/** Makes a read of the whole log with whatever else is set. */
export function read(more: (options: InstanceType<typeof Options>) => unknown): Uint8Array {
  const empty = new sharedPb.Empty();
  const options = new Options()
    .setAll(new Options.AllOptions().setStart(empty))
    .setCount('10')
    .setNoFilter(empty)
    .setUuidOption(new Options.UUIDOption().setString(empty));
  more(options);
  return new streamsPb.ReadReq().setOptions(options).serializeBinary();
}

/** Makes a read of the whole log with a pattern for event types. */
export function filtered(regex: string): Uint8Array {
  const expression = new Options.FilterOptions.Expression().setRegex(regex);
  const filter = new Options.FilterOptions().setEventType(expression).setMax(32);
  return read((options) => options.setFilter(filter));
}

/** Makes the options of an append to `orders-2`. */
export const appendOptions = () =>
  new streamsPb.AppendReq.Options()
    .setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from('orders-2')))
    .setAny(new sharedPb.Empty());

/** Makes an event that is proposed. */
export const proposed = () => {
  const message = new streamsPb.AppendReq.ProposedMessage()
    .setId(new sharedPb.UUID().setString('0197c9a0-0b5c-7c3e-8f0a-3a2b1c0d9e8f'))
    .setData(Buffer.from('{}'));
  message.getMetadataMap().set('type', 'OrderPlaced').set('content-type', 'application/json');
  return message;
};

const appendRequest = (message: InstanceType<typeof streamsPb.AppendReq>) => message.serializeBinary();
/** Makes the bytes of a first message of an append. */
export const asOptions = (options: InstanceType<typeof streamsPb.AppendReq.Options>) =>
  appendRequest(new streamsPb.AppendReq().setOptions(options));
/** Makes the bytes of a further message of an append. */
export const asMessage = (message: InstanceType<typeof streamsPb.AppendReq.ProposedMessage>) =>
  appendRequest(new streamsPb.AppendReq().setProposedMessage(message));
