import { connect } from 'node:net';
import type { Socket } from 'node:net';

/**
 * Sends one request again and again on some connections, each as soon as the one before it is answered, for its parent.
 *
 * Bytes on sockets: a client of an HTTP library would take more time than the server that is measured.
 */
export interface LoadOrder {
  readonly port: number;
  readonly connections: number;
  /** The head of the request, without Host and Content-Length, its lines ended by CRLF; and its body, empty where it has none. */
  readonly head: string;
  readonly body: string;
  readonly warmUpMs: number;
  readonly ms: number;
}

/** What came of it: requests answered a second, how long each took in milliseconds, and the statuses that were seen. */
export interface LoadAnswer {
  readonly perSecond: number;
  readonly times: readonly number[];
  readonly statuses: readonly string[];
  readonly answerBytes: number;
}

process.on('message', (order: LoadOrder) => {
  void load(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());

async function load(order: LoadOrder): Promise<LoadAnswer> {
  const begin = performance.now() + order.warmUpMs;
  const end = begin + order.ms;
  const times: number[] = [];
  const statuses = new Set<string>();
  const bytes = requestOf(order);
  let answerBytes = 0;
  await Promise.all(
    Array.from({ length: order.connections }, async () => {
      const socket = connect(order.port, '127.0.0.1').setNoDelay(true);
      const answers = answersOn(socket);
      for (let before = performance.now(); before < end;) {
        socket.write(bytes);
        const { value, done } = await answers.next();
        if (done === true) throw new Error('The server closed the connection');
        const now = performance.now();
        statuses.add(value.status);
        answerBytes = value.bytes;
        if (before >= begin && now <= end) times.push(now - before);
        before = now;
      }
      socket.destroy();
    }),
  );
  return {
    perSecond: Math.round((times.length / order.ms) * 1000),
    times,
    statuses: [...statuses],
    answerBytes,
  };
}

function requestOf({ head, body, port }: LoadOrder): string {
  const length = body === '' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  return `${head}host: 127.0.0.1:${port}\r\n${length}\r\n${body}`;
}

/** Reads one answer after another; a body has a Content-Length, and 304 has none. */
async function* answersOn(
  socket: Socket,
): AsyncGenerator<{ readonly status: string; readonly bytes: number }, void, undefined> {
  let held = '';
  socket.setEncoding('latin1');
  for await (const text of socket) {
    held += text;
    for (;;) {
      const headEnd = held.indexOf('\r\n\r\n');
      if (headEnd < 0) break;
      const head = held.slice(0, headEnd);
      const status = head.slice(9, 12);
      const length =
        status === '304' ? 0 : Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) throw new Error(`An answer without Content-Length:\n${head}`);
      const whole = headEnd + 4 + length;
      if (held.length < whole) break;
      held = held.slice(whole);
      yield { status, bytes: whole };
    }
  }
}
