import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js';

import type { ClusterPosition } from './parts.ts';
import type { StreamFilter } from './scope.ts';

/** Where a read of `$all` begins. */
export type AllFrom = 'start' | 'end' | ClusterPosition;

/** Events of others that are looked at until the cluster tells how far it is. */
const searchWindow = 256;

const { Options } = streamsPb.ReadReq;
type Options = InstanceType<typeof Options>;

/** Asks for the first events of a stream. */
export function streamRequest(stream: string, limit: number): ReadReq {
  const identifier = new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream, 'utf8'));
  const from = new Options.StreamOptions().setStreamIdentifier(identifier).setStart(empty());
  return requestOf(new Options().setStream(from).setCount(String(limit)));
}

/** Asks for events of `$all`, from a place on: forwards that of the place is the first, backwards it is left out. */
export function allRequest(
  from: AllFrom,
  {
    limit,
    backwards = false,
    filter,
  }: { readonly limit: number; readonly backwards?: boolean; readonly filter?: StreamFilter },
): ReadReq {
  const { FORWARDS, BACKWARDS } = Options.ReadDirection;
  const options = ofAll(from, filter).setCount(String(limit));
  return requestOf(options.setReadDirection(backwards ? BACKWARDS : FORWARDS));
}

/** Subscribes to `$all` after a place. */
export function subscribeRequest(from: AllFrom, filter: StreamFilter): ReadReq {
  return requestOf(ofAll(from, filter).setSubscription(new Options.SubscriptionOptions()));
}

function ofAll(from: AllFrom, filter: StreamFilter | undefined): Options {
  const all = new Options.AllOptions();
  if (from === 'start') all.setStart(empty());
  else if (from === 'end') all.setEnd(empty());
  else
    all.setPosition(
      new Options.Position()
        .setCommitPosition(from.commit.toString())
        .setPreparePosition(from.prepare.toString()),
    );
  const options = new Options().setAll(all);
  return filter === undefined ? options.setNoFilter(empty()) : options.setFilter(filterOptions(filter));
}

function filterOptions(filter: StreamFilter) {
  const expression = new Options.FilterOptions.Expression();
  if ('regex' in filter) expression.setRegex(filter.regex);
  else expression.setPrefixList([...filter.prefixes]);
  return new Options.FilterOptions()
    .setStreamIdentifier(expression)
    .setMax(searchWindow)
    .setCheckpointintervalmultiplier(1);
}

function requestOf(options: Options): ReadReq {
  if (!options.hasAll()) options.setNoFilter(empty());
  const ids = new Options.UUIDOption().setString(empty());
  return new streamsPb.ReadReq().setOptions(options.setResolveLinks(false).setUuidOption(ids));
}

function empty() {
  return new sharedPb.Empty();
}
