/** An answer as it came over a socket. */
export interface HttpAnswer {
  readonly status: number;
  /** By lower-case name; what came several times is joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Whether all of it came, as its length or its last chunk says. */
  readonly isWhole: boolean;
}

/** What was read of a socket: an answer, and the bytes after it. */
export interface ReadAnswer {
  readonly answer: HttpAnswer;
  readonly rest: Buffer;
}

/**
 * Reads the answer at the start of some bytes; undefined while it is not all there, and no more may be `ended`.
 *
 * Throws for what is no answer. An answer to HEAD has no body, whatever its headers say.
 */
export function readAnswer(
  bytes: Buffer,
  { isHead, ended }: { readonly isHead: boolean; readonly ended: boolean },
): ReadAnswer | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) {
    if (!ended) return undefined;
    throw new Error(`is no answer: ${JSON.stringify(bytes.toString('latin1').slice(0, 200))}`);
  }
  const { status, headers } = readHead(bytes.subarray(0, headEnd).toString('latin1'));
  const after = bytes.subarray(headEnd + 4);
  if (status === 100) return readAnswer(after, { isHead, ended });
  const body =
    isHead || status === 204 || status === 304
      ? { bytes: Buffer.alloc(0), length: 0 }
      : readBody(after, headers);
  if (body === undefined) {
    if (!ended) return undefined;
    return { answer: { status, headers, body: after, isWhole: isUntilEnd(headers) }, rest: Buffer.alloc(0) };
  }
  return { answer: { status, headers, body: body.bytes, isWhole: true }, rest: after.subarray(body.length) };
}

/** Reads all answers that bytes hold which came before the connection was closed; throws when there is anything else among them. */
export function readAnswers(bytes: Buffer): readonly HttpAnswer[] {
  const answers: HttpAnswer[] = [];
  for (let rest = bytes; rest.length > 0;) {
    const read = readAnswer(rest, { isHead: false, ended: true });
    if (read === undefined) return answers;
    answers.push(read.answer);
    rest = read.rest;
  }
  return answers;
}

function readHead(head: string): Pick<HttpAnswer, 'status' | 'headers'> {
  const [line = '', ...lines] = head.split('\r\n');
  const [, status] = /^HTTP\/1\.1 (\d{3}) /.exec(line) ?? [];
  if (status === undefined) throw new Error(`is no answer: ${JSON.stringify(line.slice(0, 200))}`);
  const headers: Record<string, string> = {};
  for (const one of lines) {
    const colon = one.indexOf(':');
    const name = one.slice(0, colon).toLowerCase();
    const value = one.slice(colon + 1).trim();
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
  }
  return { status: Number(status), headers };
}

interface Body {
  readonly bytes: Buffer;
  /** Of what was sent, with the sizes of chunks. */
  readonly length: number;
}

function readBody(after: Buffer, headers: HttpAnswer['headers']): Body | undefined {
  if (headers['transfer-encoding'] === 'chunked') return readChunks(after);
  if (isUntilEnd(headers)) return undefined;
  const length = Number(headers['content-length']);
  return after.length < length ? undefined : { bytes: after.subarray(0, length), length };
}

function isUntilEnd(headers: HttpAnswer['headers']): boolean {
  return headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}

function readChunks(after: Buffer): Body | undefined {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = after.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(after.subarray(at, lineEnd).toString('latin1'), 16);
    const end = lineEnd + 2 + size + 2;
    if (after.length < end) return undefined;
    if (size === 0) return { bytes: Buffer.concat(chunks), length: end };
    chunks.push(after.subarray(lineEnd + 2, end - 2));
    at = end;
  }
}
