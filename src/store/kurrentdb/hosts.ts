import type { TimelineError } from '../../domain/errors.ts';

/** A node of a cluster. */
export interface Host {
  readonly address: string;
  readonly port: number;
}

/** The port that nodes listen on where none is said. */
const usualPort = 2113;

/** Reads `HOST[:PORT],…`; throws what `refuse` makes. An IPv6 address stands in brackets. */
export function hostsOf(text: string, refuse: (why: string) => TimelineError): readonly Host[] {
  const hosts = text.split(',').map((host) => hostOf(host.trim(), refuse));
  if (hosts.length > 100) throw refuse('names more than 100 hosts');
  return hosts;
}

function hostOf(text: string, refuse: (why: string) => TimelineError): Host {
  const [, address, digits] = /^([\w.-]{1,255}|\[[0-9a-fA-F:.]{2,45}\])(?::(\d{1,5}))?$/.exec(text) ?? [];
  const port = digits === undefined ? usualPort : Number(digits);
  if (address === undefined || port < 1 || port > 65_535)
    throw refuse('names no host, or one that is not HOST or HOST:PORT');
  return { address, port };
}
