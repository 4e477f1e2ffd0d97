import gossipPb from '@eventstore/db-client/generated/gossip_pb.js';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import featuresPb from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';

import { idMessage } from './messages.ts';

/** The version of EventStoreDB whose protocol is spoken. */
const protocolVersion = '23.10.0';

/** Tells which methods there are, by their paths. */
export function supportedMethods(paths: readonly string[]): SupportedMethods {
  const methods = paths.map((path) => {
    const [, service = '', method = ''] = path.toLowerCase().split('/');
    const message = new featuresPb.SupportedMethod().setServiceName(service).setMethodName(method);
    return method === 'read' && service.endsWith('streams')
      ? message.setFeaturesList(['position', 'events'])
      : message;
  });
  return new featuresPb.SupportedMethods()
    .setEventStoreServerVersion(protocolVersion)
    .setMethodsList(methods);
}

/** Where a node can be reached. */
export interface NodeAddress {
  readonly host: string;
  readonly port: number;
}

/** Tells of a cluster of one node, its leader. `at` is in milliseconds of the Unix epoch. */
export function clusterOfOne(id: string, { host, port }: NodeAddress, at: number): ClusterInfo {
  const member = new gossipPb.MemberInfo()
    .setInstanceId(idMessage(id))
    .setTimeStamp(String(BigInt(at) * 10_000n))
    .setState(gossipPb.MemberInfo.VNodeState.LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(new gossipPb.EndPoint().setAddress(host).setPort(port));
  return new gossipPb.ClusterInfo().setMembersList([member]);
}

/** Returns where a client has reached this node, by the authority it called: another one may know it by another name. */
export function addressCalled(authority: string, bound: NodeAddress): NodeAddress {
  const found = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(authority);
  const host = found?.[1] ?? found?.[2];
  if (host === undefined) return bound;
  return { host, port: found?.[3] === undefined ? bound.port : Number(found[3]) };
}
