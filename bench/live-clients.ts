import { connect } from 'node:net';

/**
 * Subscribes many times over sockets of its own, and counts what comes: `node live-clients.ts <number> <first address, such as 127.0.0.2>`.
 * It is steered by messages of its parent.
 */
export type ClientOrder =
  | { readonly do: 'subscribe'; readonly port: number; readonly path: string }
  | { readonly do: 'expect'; readonly frames: number };

/** What clients tell: `ready` with the first patch they got, `armed`, or `done` with the instants at which the last frames came. */
export interface ClientAnswer {
  readonly told: 'ready' | 'armed' | 'done';
  readonly at?: number;
  /** Milliseconds of each of some deliveries, from `performance.timeOrigin`. */
  readonly times?: readonly number[];
  readonly frame?: string;
}

const [count = '1', address = '127.0.0.2'] = process.argv.slice(2);
const now = (): number => performance.timeOrigin + performance.now();
const frameEnd = Buffer.from('\n\n');
let expected = Number.POSITIVE_INFINITY;
let came = 0;
let times: number[] = [];
let frame = '';

process.on('message', (order: ClientOrder) => {
  if (order.do === 'subscribe') void subscribe(order.port, order.path);
  else {
    expected = order.frames;
    came = 0;
    times = [];
    process.send?.({ told: 'armed' } satisfies ClientAnswer);
  }
});
process.on('disconnect', () => process.exit());

async function subscribe(port: number, path: string): Promise<void> {
  for (let from = 0; from < Number(count); from += 200)
    await Promise.all(
      Array.from({ length: Math.min(200, Number(count) - from) }, () => subscribeOnce(port, path)),
    );
  process.send?.({ told: 'ready' } satisfies ClientAnswer);
}

async function subscribeOnce(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let isCaughtUp = false;
    let head = '';
    const socket = connect({ host: '127.0.0.1', port, localAddress: address });
    socket.on('error', reject);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n`);
    socket.on('data', (data) => {
      const chunk = Buffer.from(data);
      if (isCaughtUp) return tally(chunk);
      head += chunk.toString('latin1');
      if (!/event: caught-up\n[^]*\n\n/.test(head)) return undefined;
      isCaughtUp = true;
      head = '';
      return resolve();
    });
  });
}

/** Frames are short and come whole: what ends two lines at once ends a frame. */
function tally(chunk: Buffer): void {
  for (let at = chunk.indexOf(frameEnd); at >= 0; at = chunk.indexOf(frameEnd, at + 2)) came += 1;
  if (frame === '') frame = /id: [^]*\n\n/.exec(chunk.toString())?.[0] ?? '';
  if (times.length < 2000) times.push(now());
  if (came < expected) return;
  expected = Number.POSITIVE_INFINITY;
  process.send?.({ told: 'done', at: now(), times, frame } satisfies ClientAnswer);
}
