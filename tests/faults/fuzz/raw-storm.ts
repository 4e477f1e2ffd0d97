import type { Chance } from '../../support/fault-chance.ts';
import { connected } from './http-lane.ts';
import { say } from './raw-sockets.ts';

/** How long a server may be busy with connections that are gone before it answers. */
const quietMsMax = 30_000;

/** Connections that are open at the same time. */
const atATime = 500;

const get = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';

/** What a client may have sent when it goes away. */
const parts = [
  '',
  'G',
  'GET /v1/log HTTP/1.1\r\nHost: loc',
  get,
  'GET /v1/projections/situation/updates HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET /v1/timeline HTTP/1.1\r\nHost: localhost\r\nAccept: application/x-ndjson\r\n\r\n',
  'POST /v1/streams/fuzz-raw/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"',
  '\u0016\u0003\u0001',
] as const;

/** Opens connections, says something or nothing on each, and closes or resets it; returns whether the server answers afterwards. */
export async function dropConnections(port: number, connections: number, chance: Chance): Promise<boolean> {
  for (let opened = 0; opened < connections; opened += atATime) {
    const sockets = await Promise.all(
      Array.from({ length: Math.min(atATime, connections - opened) }, async () => connected(port)),
    );
    for (const socket of sockets) {
      const part = chance.pick(parts);
      if (part !== '') socket.write(Buffer.from(part, 'latin1'));
    }
    for (const socket of sockets)
      if (chance.hits(0.5)) socket.resetAndDestroy();
      else socket.destroy();
  }
  return answers(port);
}

/** Sends a request and ends its half of the connection; returns whether the answer comes all the same, and a half request is refused. */
export async function halfClose(port: number): Promise<boolean> {
  const whole = await say(port, Buffer.from(get), { isEnded: true, quietMsMax });
  const half = await say(port, Buffer.from(get.slice(0, 30)), { isEnded: true, quietMsMax });
  return (
    whole.bytes.toString().startsWith('HTTP/1.1 200 ') &&
    half.isClosed &&
    !half.bytes.toString().startsWith('HTTP/1.1 2')
  );
}

/** How long a client that dawdles waits to be dropped: more than the server has patience for a whole request, and looks after it. */
const dawdleMsMax = 60_000;

/** Lets clients dawdle with the head or the body of a request, a byte every now and then; returns how many the server did not drop. */
export async function dawdle(port: number): Promise<number> {
  const texts = [
    'GET / HTTP/1.1\r\nHost: localhost\r\nX: ',
    'POST /v1/streams/fuzz-slow/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n',
    'POST /v1/streams/fuzz-slow/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    '',
  ];
  const left = await Promise.all(
    texts.flatMap((text) => [text, text]).map(async (text) => dawdleOnce(port, text)),
  );
  return left.filter((isLeft) => isLeft).length;
}

async function dawdleOnce(port: number, text: string): Promise<boolean> {
  const socket = await connected(port);
  const isChunked = text.includes('chunked');
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.on('close', () => resolve(false)).resume();
  socket.write(text);
  const timer = setInterval(() => socket.write(isChunked ? '1\r\n \r\n' : 'x'), 500);
  const end = setTimeout(resolve, dawdleMsMax, true);
  const isLeft = await promise;
  clearInterval(timer);
  clearTimeout(end);
  socket.destroy();
  return isLeft;
}

async function answers(port: number): Promise<boolean> {
  const { bytes } = await say(port, Buffer.from(get.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')), {
    quietMsMax,
  });
  return bytes.toString().startsWith('HTTP/1.1 200 ');
}
