/** Bytes that a client could send on a connection, and how many answers there may be to them. */
export interface RawCase {
  readonly what: string;
  readonly bytes: Buffer;
  /** At most so many answers; what is smuggled in the body of one must not be another. */
  readonly answersMax: number;
  /** Statuses that the first answer may have; none where the connection may be closed without one. */
  readonly statuses: readonly number[];
  readonly mayStayOpen?: boolean;
}

/** The id of an event that none of the bytes may record. */
export const smuggledId = 'smuggled-event';

const event = JSON.stringify({ id: smuggledId, type: 'NoteAdded', occurred: '2025', data: { title: 'x' } });
const smuggled = `POST /v1/streams/fuzz-smuggled/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${event.length}\r\n\r\n${event}`;
const inChunk = `${smuggled.length.toString(16)}\r\n${smuggled}\r\n0\r\n\r\n`;
const get = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';
const post = (lines: string, body: string) =>
  `POST /v1/streams/fuzz-raw/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n${lines}\r\n\r\n${body}`;

/** Requests in which two readers could see different ends, or that are no requests: one answer, and the connection is closed. */
export const rawCases: readonly RawCase[] = [
  refused(
    'a length and chunks (CL.TE)',
    post('Content-Length: 6\r\nTransfer-Encoding: chunked', `0\r\n\r\n${smuggled}`),
  ),
  refused('chunks and a length (TE.CL)', post('Transfer-Encoding: chunked\r\nContent-Length: 4', inChunk)),
  refused('two lengths that differ', post('Content-Length: 0\r\nContent-Length: 9', smuggled)),
  refused('two lengths that are the same', post('Content-Length: 2\r\nContent-Length: 2', `{}${smuggled}`)),
  refused('a list of lengths', post('Content-Length: 2, 2', `{}${smuggled}`)),
  ...['+2', '-2', '0x2', '2 2', '2,', '02e0', '２', '99999999999999999999', ' ', 'two'].map((length) =>
    refused(`the length ${length}`, post(`Content-Length: ${length}`, `{}${smuggled}`)),
  ),
  ...[
    'xchunked',
    'chunked, identity',
    'identity',
    'chunked\u000b',
    '"chunked"',
    'chunked;q=1',
    'gzip',
    'chunked, chunked',
    ', chunked',
  ].map((coding) =>
    refused(`the coding ${JSON.stringify(coding)}`, post(`Transfer-Encoding: ${coding}`, inChunk)),
  ),
  refused('two codings', post('Transfer-Encoding: chunked\r\nTransfer-Encoding: x', inChunk)),
  refused('a space before a colon', post('Transfer-Encoding : chunked', inChunk)),
  refused('a folded line', post('X: a\r\n Content-Length: 0', smuggled)),
  refused('a folded coding', post('Transfer-Encoding:\r\n chunked', inChunk)),
  refused('a line feed alone', post('X: a\nContent-Length: 0', smuggled)),
  refused('a carriage return alone', post('X: a\rContent-Length: 0', smuggled)),
  refused('line feeds only', 'GET /healthz HTTP/1.1\nHost: localhost\n\n'),
  refused('a NUL in a header', post('X: a\u0000b\r\nContent-Length: 0', '')),
  refused('a header without a name', post(': x\r\nContent-Length: 0', '')),
  refused('a header without a colon', post('X\r\nContent-Length: 0', '')),
  refused('a space before the first header', 'GET /healthz HTTP/1.1\r\n Host: localhost\r\n\r\n'),
  ...['g', '-1', '0x1', '1 ', '+1', 'fffffffffffffffff'].map((size) =>
    refused(`a chunk of the size ${size}`, post('Transfer-Encoding: chunked', `${size}\r\n{\r\n0\r\n\r\n`)),
  ),
  refused('a chunk that is longer than it says', post('Transfer-Encoding: chunked', `1\r\n{}\r\n0\r\n\r\n`)),
  refused('a chunk that ends in a line feed', post('Transfer-Encoding: chunked', `2\n{}\n0\n\n`)),
  refused(
    'chunk extensions without end',
    post('Transfer-Encoding: chunked', `2;${'x'.repeat(40_000)}\r\n{}\r\n0\r\n\r\n`),
  ),
  {
    ...refused(
      'a chunk extension',
      post('Transfer-Encoding: chunked\r\nConnection: close', `2;a=b\r\n{}\r\n0\r\n\r\n`),
    ),
  },
  refused(
    'trailers that frame',
    post('Transfer-Encoding: chunked\r\nConnection: close', `2\r\n{}\r\n0\r\nContent-Length: 5\r\n\r\n`),
  ),
  refused(
    'two hosts',
    'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    403,
    200,
  ),
  refused('no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 403),
  refused(
    'an absolute target elsewhere',
    'GET http://evil.example/v1/log HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
    403,
  ),
  refused('a target without a slash', 'GET healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'),
  refused('CONNECT', 'CONNECT localhost:22 HTTP/1.1\r\nHost: localhost\r\n\r\n'),
  refused('OPTIONS *', 'OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 404),
  ...['HTTP/1.2', 'HTTP/3.0', 'HTTP/1.', 'http/1.1', 'HTTP/11', 'ICAP/1.0', ''].map((version) =>
    refused(`the version ${version}`, `GET /healthz ${version}\r\nHost: localhost\r\n\r\n`),
  ),
  refused(
    'the preface of HTTP/2',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000',
  ),
  { ...refused('the hello of TLS', ''), bytes: Buffer.from('16030100c8010000c40303', 'hex') },
  refused('no HTTP at all', '\u0000\u0001\u0002\u00ff'.repeat(100)),
  refused('another protocol', 'EHLO localhost\r\nMAIL FROM:<a@b>\r\n'),
  refused(
    'a head that is too long',
    `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    413,
  ),
  refused('too many headers', `GET / HTTP/1.1\r\nHost: localhost\r\n${'X: y\r\n'.repeat(10_000)}\r\n`, 413),
  refused('a target that is too long', `GET /${'x'.repeat(20_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`, 413),
  refused('a head without end', `GET / HTTP/1.1\r\n${'X: '.repeat(2_000_000)}`, 413),
  // After what cannot be read nothing else is, though it came with it.
  refused('more after an error', `BROKEN\r\n\r\n${get}${smuggled}`),
  refused(
    'more after a body that is too long',
    `${post('Content-Length: 2000000', '')}${'x'.repeat(10)}`,
    413,
  ),
  {
    what: 'requests one after the other',
    bytes: Buffer.from(`${get}${get}${get.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}`),
    answersMax: 3,
    statuses: [200],
  },
  {
    what: 'an expectation that is none',
    bytes: Buffer.from(
      'GET /healthz HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\nConnection: close\r\n\r\n',
    ),
    answersMax: 1,
    statuses: [200],
  },
  {
    what: 'an upgrade that is not made',
    bytes: Buffer.from(
      `GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n`,
    ),
    answersMax: 1,
    statuses: [200],
  },
  {
    what: 'an upgrade with a body',
    bytes: Buffer.from(
      post(
        `Connection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 2`,
        `{}${get.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n')}`,
      ),
    ),
    answersMax: 2,
    statuses: [400],
    mayStayOpen: true,
  },
  {
    what: 'a body of a subscription that is a request',
    bytes: Buffer.from(
      `GET /v1/projections/situation/updates HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    ),
    answersMax: 1,
    statuses: [200],
    mayStayOpen: true,
  },
];

function refused(what: string, text: string, ...statuses: readonly number[]): RawCase {
  return {
    what,
    bytes: Buffer.from(text, 'latin1'),
    answersMax: 1,
    statuses: statuses.length === 0 ? [400] : statuses,
  };
}
