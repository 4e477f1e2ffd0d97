import { isIPv6 } from 'node:net';

import { LRUCache } from 'lru-cache';

/** Length of the windows in which requests are counted, in milliseconds. */
export const windowMs = 60_000;

/** How many clients are counted at once; the one that asked longest ago is forgotten for a new one. */
export const countedClientsMax = 10_000;

/** What was counted of one client in the window under way. */
export interface Counted {
  readonly count: number;
  /** Whole seconds until the window ends, at least 1. */
  readonly secondsLeft: number;
}

interface Window {
  readonly beganAt: number;
  count: number;
}

/** Creates what counts by client in windows of a minute, in bounded memory; what it returns counts one more. */
export function createWindows(clock: () => number): (client: string) => Counted {
  const windows = new LRUCache<string, Window>({ max: countedClientsMax });
  return (client) => {
    const now = clock();
    let window = windows.get(client);
    // A clock that was set back ends a window too.
    if (window === undefined || now >= window.beganAt + windowMs || now < window.beganAt) {
      window = { beganAt: now, count: 0 };
      windows.set(client, window);
    }
    window.count += 1;
    return { count: window.count, secondsLeft: Math.ceil((window.beganAt + windowMs - now) / 1000) };
  };
}

/** Returns what stands for an address: of IPv6 the network of 64 bits, all of which one client may have. A client that is gone has none. */
export function clientOfAddress(address: string | undefined): string {
  if (address === undefined) return 'gone';
  const v4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (v4 !== undefined) return v4;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [head = '', tail] = address.replace(/%.*$/s, '').split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const left = tail === undefined ? [] : Array.from({ length: 8 - first.length - last.length }, () => '0');
  const groups = [...first, ...left, ...last]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}
