import type { EventEmitter } from 'node:events';
import type { Writable } from 'node:stream';

import type { sendUnaryData } from '@grpc/grpc-js';
import { status } from '@grpc/grpc-js';

import type { WireService } from './service.ts';
import type { WireError } from './status.ts';
import { isOurs, wireError, wireErrorOf } from './status.ts';

/** Makes the handler of a method with one answer. */
export function answering<Call extends EventEmitter, Response>(
  service: WireService,
  answer: (service: WireService, call: Call) => Promise<Response>,
): (call: Call, callback: sendUnaryData<Response>) => void {
  return (call, callback) => {
    // Whoever reads of the call hears of it; without this, Node would end the process.
    call.on('error', () => undefined);
    answer(service, call).then(
      (response) => callback(null, response),
      (error: unknown) => callback(told(service, error)),
    );
  };
}

/** Makes the handler of a method that answers as long as it likes; `gone` aborts when the client goes, and when the endpoint closes. */
export function streaming<Call extends EventEmitter & Pick<Writable, 'end'>>(
  service: WireService,
  answer: (service: WireService, call: Call, gone: AbortSignal) => Promise<void>,
): (call: Call) => void {
  return (call) => {
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    call.on('cancelled', leave);
    call.on('error', leave);
    const fail = (error: WireError) => {
      if (!leaving.signal.aborted) call.emit('error', error);
    };
    answer(service, call, AbortSignal.any([leaving.signal, service.closing])).then(
      () => (service.closing.aborted ? fail(closed()) : call.end()),
      (error: unknown) => fail(service.closing.aborted ? closed() : told(service, error)),
    );
  };
}

function told(service: WireService, error: unknown): WireError {
  if (isLeft(error)) return wireError(status.CANCELLED, 'The client has left');
  const shown = wireErrorOf(error);
  if (isOurs(shown.code)) service.onFailure(error);
  return shown;
}

/** A client that goes in the middle of what it says leaves a stream that is cut off. */
function isLeft(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

function closed(): WireError {
  return wireError(status.UNAVAILABLE, 'Asof is closing');
}
