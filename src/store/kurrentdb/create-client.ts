import { readFileSync } from 'node:fs';

import { TimelineError } from '../../domain/errors.ts';
import { ClusterClient } from './client.ts';
import type { ClusterConnection } from './connection.ts';

/** The longest that a timer of Node waits, in milliseconds. */
const never = 2_147_483_647;

/** Makes a client; it connects with its first call. Throws `unknown-file` for a certificate that cannot be read. */
export function createClient({
  discovers,
  hosts,
  credentials,
  parameters,
}: ClusterConnection): ClusterClient {
  const { tls, tlsVerifyCert, tlsCAFile, userCertFile, userKeyFile, ...rest } = parameters;
  const {
    keepAliveInterval,
    keepAliveTimeout,
    nodePreference,
    maxDiscoverAttempts,
    discoveryInterval,
    gossipTimeout,
  } = rest;
  const shared = {
    connectionName: rest.connectionName,
    // What the client makes of -1 is a timer that has no end, and so ends at once, with a warning.
    keepAliveInterval: keepAliveInterval === -1 ? never : keepAliveInterval,
    keepAliveTimeout: keepAliveTimeout === -1 ? never : keepAliveTimeout,
  };
  const channel = {
    insecure: !tls,
    ...(tlsCAFile === undefined ? {} : { rootCertificate: certificateIn(tlsCAFile, 'tlsCAFile') }),
    ...(userCertFile === undefined ? {} : { userCertFile: certificateIn(userCertFile, 'userCertFile') }),
    ...(userKeyFile === undefined ? {} : { userKeyFile: certificateIn(userKeyFile, 'userKeyFile') }),
    ...(tlsVerifyCert ? {} : { verifyOptions: { rejectUnauthorized: false } }),
  };
  const discovery = Object.fromEntries(
    Object.entries({ nodePreference, maxDiscoverAttempts, discoveryInterval, gossipTimeout }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const [first = { address: '', port: 0 }] = hosts;
  const endpoints = hosts.map((host) => ({ ...host }));
  if (discovers)
    return new ClusterClient({ discover: { ...first }, ...discovery, ...shared }, channel, credentials);
  return hosts.length > 1
    ? new ClusterClient({ endpoints, ...discovery, ...shared }, channel, credentials)
    : new ClusterClient({ endpoint: { ...first }, ...shared }, channel, credentials);
}

function certificateIn(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new TimelineError(
      'unknown-file',
      `The file ${path} of ${name} cannot be read`,
      { file: path },
      error,
    );
  }
}
