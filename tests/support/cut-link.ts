import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Which way bytes are lost: both, only those on their way to the cluster, or only its answers. */
export type CutWay = 'both' | 'to-cluster' | 'from-cluster';

/** What a node reaches the cluster through, and what can be cut. */
export interface CutLink {
  /** Where the node finds the cluster: `host:port`. */
  readonly address: string;
  /** From now on bytes are lost in a direction; no connection is closed, and what is closed meanwhile the other side does not hear of. */
  cut(way: CutWay): void;
  /**
   * From now on bytes come through again. What was sent meanwhile arrives, as TCP sends it again; with `forgotten` the connections are
   * reset instead, as by something in between that has forgotten them.
   */
  heal(how?: 'resumed' | 'forgotten'): void;
  close(): Promise<void>;
}

/** Bytes that one direction of a connection holds while it is cut; a sender can have no more under way. */
const heldMax = 4 * 1024 * 1024;

/** One direction of one connection. */
interface Flow {
  readonly way: Exclude<CutWay, 'both'>;
  readonly from: Socket;
  readonly to: Socket;
  readonly held: Buffer[];
  heldBytes: number;
  /** How `from` ended while nothing came through. */
  ended: 'end' | 'close' | undefined;
}

/** Creates a link of TCP connections to a port of this machine. */
export async function createProxyLink(target: { readonly port: number }): Promise<CutLink> {
  let cut: CutWay | undefined;
  const flows = new Set<Flow>();
  const isCut = ({ way }: Flow) => cut === 'both' || cut === way;

  function join(way: Flow['way'], from: Socket, to: Socket): void {
    const flow: Flow = { way, from, to, held: [], heldBytes: 0, ended: undefined };
    flows.add(flow);
    from.on('data', (bytes: Buffer) => (isCut(flow) ? hold(flow, bytes) : pass(flow, bytes)));
    from.on('error', () => undefined);
    from.on('end', () => ended(flow, 'end'));
    from.on('close', () => ended(flow, 'close'));
  }

  function ended(flow: Flow, how: 'end' | 'close'): void {
    if (isCut(flow)) {
      flow.ended = how;
      return;
    }
    if (how === 'end') flow.to.end();
    else leave(flow);
  }

  function leave(flow: Flow): void {
    flow.to.destroy();
    flows.delete(flow);
  }

  function release(flow: Flow): void {
    for (const bytes of flow.held.splice(0)) flow.to.write(bytes);
    flow.heldBytes = 0;
    flow.from.resume();
    if (flow.ended !== undefined) ended(flow, flow.ended);
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const cluster = connect({ port: target.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    client.setNoDelay(true);
    join('to-cluster', client, cluster);
    join('from-cluster', cluster, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut(way) {
      cut = way;
    },
    heal(how = 'resumed') {
      const before = [...flows];
      cut = undefined;
      for (const flow of before) {
        if (how === 'resumed') release(flow);
        else reset(flow);
      }
      if (how === 'forgotten') flows.clear();
    },
    async close() {
      for (const { from, to } of flows) {
        from.destroy();
        to.destroy();
      }
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function pass({ from, to }: Flow, bytes: Buffer): void {
  if (to.write(bytes)) return;
  from.pause();
  to.once('drain', () => from.resume());
}

function hold(flow: Flow, bytes: Buffer): void {
  flow.held.push(bytes);
  flow.heldBytes += bytes.length;
  if (flow.heldBytes > heldMax) flow.from.pause();
}

function reset({ from, to }: Flow): void {
  from.resetAndDestroy();
  to.resetAndDestroy();
}
