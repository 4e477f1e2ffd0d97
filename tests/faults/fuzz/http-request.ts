/** A request as it is sent, whether or not it should be. Texts are sent as bytes of their code units, so that any byte can be. */
export interface FuzzRequest {
  /** The operation that it is for; undefined when none may take it. */
  readonly heading: string | undefined;
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body?: Buffer;
  /** Whether the body is sent in chunks. */
  readonly isChunked: boolean;
  /** What was done to it, in a few words each; nothing when it is as its operation wants it. */
  readonly done: readonly string[];
}

/** Returns a request as bytes. */
export function bytesOf({ method, target, headers, body, isChunked }: FuzzRequest): Buffer {
  const framing: (readonly [string, string])[] =
    body === undefined
      ? []
      : [isChunked ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(body.length)]];
  const lines = [...headers, ...framing].map(([name, value]) => `${name}: ${value}\r\n`);
  const head = Buffer.from(`${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1');
  if (body === undefined) return head;
  return Buffer.concat([head, isChunked ? chunked(body) : body]);
}

function chunked(body: Buffer): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < body.length; at += 1000) {
    const chunk = body.subarray(at, at + 1000);
    parts.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'));
  }
  return Buffer.concat([...parts, Buffer.from('0\r\n\r\n')]);
}

/** Returns text as one of its bytes of UTF-8 each, as it is written into a head. */
export function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1');
}
