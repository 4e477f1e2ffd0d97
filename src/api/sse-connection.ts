import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** After so many milliseconds of silence the system itself asks whether the client is there. */
const keepAliveMs = 15_000;

/**
 * The connection on which one client hears events: an answer that goes on until one of the two leaves.
 *
 * It keeps nothing for its client: who writes waits until that is taken. What is written goes to the socket as it is, without
 * chunks, so the same bytes serve every client, and the end of the connection is the end of the answer.
 */
export class SseConnection {
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>;
  /** How often it was looked at since something was written. */
  quietLooks = 0;
  /** Whether its client was silent when it was last looked at. */
  isSuspect = false;
  readonly #socket: Socket;
  readonly #response: ServerResponse;
  readonly #over = new AbortController();
  readonly #onClose: () => void;
  #isBegun = false;
  /** What is written last, once it is to end. */
  #last: string | undefined;
  #goOn: (() => void) | undefined;

  constructor(socket: Socket, response: ServerResponse) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.closed = promise;
    this.#socket = socket;
    this.#response = response;
    this.#onClose = () => {
      this.#leave();
      resolve();
    };
    if (socket.destroyed) this.#onClose();
    else socket.once('close', this.#onClose);
  }

  /** Aborts when there is nobody to tell anything to, or nothing more to tell. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  get socket(): Socket {
    return this.#socket;
  }

  /** Whether something may be written between the events: it is begun, not over, and its client takes what is written. */
  get isReady(): boolean {
    return this.#isBegun && this.#goOn === undefined && !this.isOver && this.#socket.writable;
  }

  /** Sends the head of the answer and a first text. */
  async begin(headers: Readonly<Record<string, string>>, text: string): Promise<void> {
    const socket = this.#socket;
    const response = this.#response;
    // A request that was sent behind another has its turn when that one is answered.
    if (response.socket === null) await Promise.race([once(response, 'socket'), this.closed]);
    if (socket.destroyed) return;
    response.useChunkedEncodingByDefault = false;
    response.writeHead(200, headers);
    socket.setTimeout(0);
    socket.setNoDelay(true);
    socket.setKeepAlive(true, keepAliveMs);
    socket.on('drain', () => this.#release());
    // A client that ends its half has left.
    socket.once('end', () => socket.destroy());
    socket.cork();
    response.flushHeaders();
    socket.write(text);
    socket.uncork();
    this.#isBegun = true;
    if (this.#last !== undefined) this.#finish();
  }

  /** Writes; returns false when nothing more should be written until `taken` resolves. */
  write(bytes: Buffer | string): boolean {
    this.quietLooks = 0;
    return this.#socket.writable && this.#socket.write(bytes);
  }

  /** Resolves when the client has taken what was written, or nothing more is told. */
  async taken(): Promise<void> {
    if (this.isOver || !this.#socket.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      this.#goOn = resolve;
    });
  }

  /** Ends it: what was written before is sent, then this. */
  end(last: string): void {
    if (this.#last !== undefined) return;
    this.#last = last;
    this.#leave();
    if (this.#isBegun) this.#finish();
  }

  /** Gives the connection back: nothing was sent. */
  giveBack(): void {
    this.#socket.off('close', this.#onClose);
    this.#onClose();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #finish(): void {
    if (this.#socket.writable) this.#socket.write(this.#last ?? '');
    this.#response.end();
  }

  #leave(): void {
    this.#over.abort();
    this.#release();
  }

  #release(): void {
    const goOn = this.#goOn;
    this.#goOn = undefined;
    goOn?.();
  }
}
