import { isIP } from 'node:net';

import { TimelineError } from '../domain/errors.ts';

/** Returns the proxies to trust as the framework takes them; throws `invalid-request` for what is no address and no network. */
export function trustedOf(addresses: readonly string[] = []): string[] | false {
  for (const address of addresses) {
    const [ip = '', bits, more] = address.split('/');
    const bitsMax = isIP(ip) === 6 ? 128 : 32;
    const isNetwork =
      bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= bitsMax);
    if (isIP(ip) === 0 || !isNetwork || more !== undefined || ip.includes('%'))
      throw new TimelineError(
        'invalid-request',
        `${JSON.stringify(address)} is no address of a proxy, such as 10.0.0.7 or 10.0.0.0/24`,
        { address },
      );
  }
  return addresses.length === 0 ? false : [...addresses];
}
