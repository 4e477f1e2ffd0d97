import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

import type { AccessControl } from '../access/port.ts';
import { isLive } from '../access/port.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Settings } from './settings.ts';
import type { Settled } from './settle.ts';

/** What says from where a server can be reached. */
export type Reach = Pick<Settings, 'host' | 'allowedHosts' | 'allowedOrigins' | 'trustProxy'>;

/** Returns what the settings say of it. */
export function reachOf(settled: Settled): Reach {
  return {
    host: settled.get('host'),
    allowedHosts: settled.get('allowedHosts'),
    allowedOrigins: settled.get('allowedOrigins'),
    trustProxy: settled.get('trustProxy'),
  };
}

/** Returns whether an address to listen on is one that only this machine reaches. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Refuses to let others than the people of this machine reach a store that no token protects: by its address, or by a proxy, which
 * listens for them, or by a name that is not this machine's own, or from a page of another origin.
 *
 * Throws `address-refused`. One token must hold now: with none nobody could be let in.
 */
export function checkReach(reach: Reach, access: Pick<AccessControl, 'list'>, now: number): void {
  const way = wayBeyond(reach);
  if (way === undefined || access.list().some((token) => isLive(token, now))) return;
  throw new TimelineError(
    'address-refused',
    `${way} lets others than this machine reach the store, and no token protects it: make one with "asof token create"`,
    { host: reach.host },
  );
}

function wayBeyond({ host, allowedHosts, allowedOrigins, trustProxy }: Reach): string | undefined {
  if (!isLoopback(host)) return `Listening on ${host}`;
  if (trustProxy.length > 0) return 'A trusted proxy';
  if (allowedHosts.length > 0) return `Answering for ${allowedHosts[0]}`;
  return allowedOrigins.length > 0 ? `Answering pages of ${allowedOrigins[0]}` : undefined;
}

/** Returns the hosts that requests may be for: those that are allowed, and beyond loopback the one that is listened on. */
export function hostsOf({ host, allowedHosts }: Pick<Reach, 'host' | 'allowedHosts'>): readonly string[] {
  if (isLoopback(host)) return allowedHosts;
  return [...allowedHosts, ...(isEvery(host) ? ownAddresses() : [host]).map(inUrl)];
}

function isEvery(host: string): boolean {
  return host === '0.0.0.0' || /^[0:]+$/.test(host);
}

/** An address of this machine is no name that somebody else could point here. */
function ownAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((ones) => (ones ?? []).map(({ address }) => address));
}

function inUrl(host: string): string {
  return isIPv6(host) ? `[${host}]` : host;
}
