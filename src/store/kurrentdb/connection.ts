import { TimelineError } from '../../domain/errors.ts';
import { withoutCredentials } from '../../domain/store-name.ts';
import { hostsOf } from './hosts.ts';
import type { Host } from './hosts.ts';
import { parametersOf } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import type { ClusterScope } from './parts.ts';

/** What a connection string says of a cluster and of the log in it. */
export interface ClusterConnection {
  /** The string as it may be shown: without user and password. */
  readonly name: string;
  /** The same for all strings that connect to the same cluster in the same way. It holds the password: it is never shown. */
  readonly key: string;
  /** Whether the nodes of the cluster are asked for, and not only those named. */
  readonly discovers: boolean;
  readonly hosts: readonly Host[];
  readonly credentials?: { readonly username: string; readonly password: string };
  readonly parameters: Parameters;
  readonly scope: ClusterScope;
}

/**
 * Reads a connection string of a cluster: `esdb://[USER:PASSWORD@]HOST[:PORT][,…][?NAME=VALUE&…]`, `kurrentdb:` likewise, with or without `+discover`.
 *
 * It is read here, and not by the client, whose errors and warnings show the string with its password. Throws `invalid-store`.
 */
export function readConnection(text: string): ClusterConnection {
  const name = withoutCredentials(text);
  const refuse = (why: string) => new TimelineError('invalid-store', `Store ${name} ${why}`, { store: name });
  const match = /^(?:esdb|kurrentdb)(?<discover>\+discover)?:\/\/(?<rest>.*)$/s.exec(text.trim());
  if (match?.groups === undefined) throw refuse('does not begin with esdb:// or kurrentdb://');
  const { discover, rest = '' } = match.groups;
  const [, authority = '', query = ''] = /^([^?]*?)\/*(?:\?(.*))?$/s.exec(rest) ?? [];
  const at = authority.lastIndexOf('@');
  const hosts = hostsOf(authority.slice(at + 1), refuse);
  const discovers = discover !== undefined;
  if (discovers && hosts.length > 1)
    throw refuse('discovers its nodes: it names one host, whose addresses they are found at');
  const credentials = at === -1 ? undefined : credentialsOf(authority.slice(0, at), refuse);
  const { parameters, scope } = parametersOf(query, refuse);
  return {
    name,
    key: JSON.stringify([discovers, hosts, credentials, parameters]),
    discovers,
    hosts,
    ...(credentials === undefined ? {} : { credentials }),
    parameters,
    scope,
  };
}

function credentialsOf(text: string, refuse: (why: string) => TimelineError) {
  const [, user = '', password] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  if (user === '' || password === undefined) throw refuse('has credentials that are not USER:PASSWORD');
  try {
    return { username: decodeURIComponent(user), password: decodeURIComponent(password) };
  } catch {
    throw refuse('has credentials that are not encoded as in a URL: % is written as %25, @ as %40');
  }
}
