import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { endianness } from 'node:os';

/** Sent again so many times, or asked so many times whether it may go on, a peer that says nothing counts as silent. */
const unansweredMin = 3;

const tables = ['/proc/net/tcp', '/proc/net/tcp6'];

/** Whether the timer of a connection waits to send something again (01), or to ask again whether the peer's window is open (04). */
const isWaiting = / 0[14]:/;

/**
 * One connection of a table of the kernel's that waits so, in any state.
 *
 * The columns are those of `get_tcp4_sock` in Linux: `retrnsmt`, in hexadecimal, counts how often the oldest segment was sent
 * again, and starts anew when one is acknowledged; `timeout`, in decimal, counts the probes that were sent since the peer said
 * anything at all. A peer that is stalled but alive answers each probe, so it stays at 0 or 1.
 */
const waiting =
  /^ *\d+: ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]+):([0-9A-F]{4}) [0-9A-F]{2} [0-9A-F]+:[0-9A-F]+ 0([14]):[0-9A-F]+ ([0-9A-F]+) +\d+ +(\d+) /;

/**
 * Names the connections of this machine whose peer has been silent for a while although it was asked to answer; none where the
 * system does not tell.
 *
 * A peer that has vanished without a word, its packets dropped on the way, shows in no other way for many minutes.
 */
export async function silentConnections(): Promise<ReadonlySet<string>> {
  const texts = await Promise.all(tables.map(async (table) => readFile(table, 'latin1').catch(() => '')));
  return new Set(texts.flatMap((text) => silentIn(text)));
}

/** Names the connections of a table of the kernel's whose peer is silent; `order` is that of the machine it is of. */
export function silentIn(table: string, order: 'BE' | 'LE' = endianness()): readonly string[] {
  return table
    .split('\n')
    .filter((line) => isWaiting.test(line))
    .flatMap((line) => {
      const columns = waiting.exec(line) ?? [];
      const [, local = '', localPort = '', remote = '', remotePort = '', timer, sentAgain = '', probes] =
        columns;
      const unanswered = timer === '1' ? Number.parseInt(sentAgain, 16) : Number(probes);
      // Also for a line of another form, which has no numbers.
      if (!(unanswered >= unansweredMin)) return [];
      return nameOf(
        [addressOf(local, order), Number.parseInt(localPort, 16)],
        [addressOf(remote, order), Number.parseInt(remotePort, 16)],
      );
    });
}

/** Returns the name of a connection, as it is among those that are silent; undefined when it is closed. */
export function connectionOf(socket: Socket): string | undefined {
  const { localAddress, localPort, remoteAddress, remotePort } = socket;
  if (localAddress === undefined || localPort === undefined) return undefined;
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  return nameOf([plainAddress(localAddress), localPort], [plainAddress(remoteAddress), remotePort]);
}

type End = readonly [address: string, port: number];

function nameOf(local: End, remote: End): string {
  return `${local.join(' ')} ${remote.join(' ')}`;
}

/** The kernel writes an address as words of 32 bits in the order of its machine. */
function addressOf(hex: string, order: 'BE' | 'LE'): string {
  const bytes = [...Buffer.from(hex, 'hex')];
  const inOrder = order === 'BE' ? bytes : bytes.map((_, index) => bytes[index ^ 3] ?? 0);
  if (inOrder.length === 4) return inOrder.join('.');
  const groups = inOrder.flatMap((byte, index) =>
    index % 2 === 0 ? [((byte << 8) | (inOrder[index + 1] ?? 0)).toString(16)] : [],
  );
  return plainAddress(groups.join(':'));
}

/** Writes an IPv6 address in its one shortest form, and an IPv4 address inside one as itself. */
function plainAddress(address: string): string {
  if (!address.includes(':')) return address;
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]`);
  const [, high, low] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname) ?? [];
  if (high === undefined || low === undefined) return hostname.slice(1, -1);
  return [high, low]
    .map((group) => Number.parseInt(group, 16))
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}
