import type { Socket } from 'node:net';

import type { FastifyInstance } from 'fastify';

import { problemOf } from './problem.ts';
import { requestIdHeader, requestIdOf } from './request-id.ts';
import { safeHeaders } from './safety.ts';

/** Answers bytes that are no HTTP request, or one that came too slowly or with too long a head, and closes the connection. */
export function answerUnreadable(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? problemOf('request-too-large', 'The head of the request is too long')
      : error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? problemOf('request-timeout', 'The request did not arrive in time')
        : problemOf('invalid-request', 'This is not an HTTP request');
  const body = JSON.stringify(problem);
  const headers = {
    ...safeHeaders,
    [requestIdHeader]: requestIdOf({ headers: {} }),
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${problem.status} ${problem.title}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Lets a server answer what expects something that it does not know as if it expected nothing, which RFC 9110 (10.1.1) leaves to it: Node would refuse it without a word. */
export function passOverExpectations({ server }: FastifyInstance): void {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
}
