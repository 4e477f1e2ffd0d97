import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

import type { HttpAnswer } from './http-answer.ts';
import { readAnswer } from './http-answer.ts';

/** A connection that asks one thing after the other and is made anew whenever it was closed. */
export interface Lane {
  /** Sends bytes as they are and gives the answer; rejects with what else came, or when nothing did in `silentMsMax`. */
  ask(bytes: Buffer, isHead: boolean): Promise<HttpAnswer>;
  close(): void;
}

/** How long nothing may come of what was asked: more than anything may be waited for. */
const silentMsMax = 20_000;

/** Opens a lane to a port of this machine. */
export function openLane(port: number): Lane {
  let socket: Socket | undefined;
  return {
    async ask(bytes, isHead) {
      const kept = socket;
      if (kept === undefined || kept.destroyed || !kept.writable) socket = await connected(port);
      const mine = socket;
      if (mine === undefined) throw new Error('there is no connection');
      const answer = await exchange(mine, bytes, isHead);
      if (!answer.isWhole || answer.headers['connection'] === 'close') {
        mine.destroy();
        socket = undefined;
      }
      return answer;
    },
    close: () => socket?.destroy(),
  };
}

/** Connects to a port of this machine. */
export async function connected(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  // What is wrong with it shows when it is asked.
  return socket.setNoDelay().on('error', () => undefined);
}

async function exchange(socket: Socket, bytes: Buffer, isHead: boolean): Promise<HttpAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  const came: Buffer[] = [];
  const look = (ended: boolean) => {
    try {
      const all = Buffer.concat(came);
      const read =
        readAnswer(all, { isHead, ended }) ??
        (isTelling(all) ? readAnswer(all, { isHead, ended: true }) : undefined);
      if (read === undefined) return;
      // Bytes that are no request have no method: the answer has a body, and is the last.
      const isLast = isHead && read.answer.headers['connection'] === 'close';
      if (read.rest.length > 0 && !isLast)
        throw new Error(
          `has something after it: ${JSON.stringify(read.rest.toString('latin1').slice(0, 200))}`,
        );
      resolve(read.answer);
    } catch (error) {
      reject(error instanceof Error ? error : new Error(String(error)));
    }
  };
  const hear = (part: Buffer) => {
    came.push(part);
    look(false);
  };
  const end = () => look(true);
  const timer = setTimeout(
    () => reject(new Error(`is silence; so far came ${Buffer.concat(came).length} bytes`)),
    silentMsMax,
  );
  // A reset after the answer is no matter: whoever refuses a body does not read it.
  const fail = () => look(true);
  socket.on('data', hear).on('end', end).on('error', fail);
  socket.write(bytes);
  try {
    return await promise;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    socket.off('data', hear).off('end', end).off('error', fail);
  }
}

/** Whether an answer tells events, which come for as long as they are heard; one is enough. */
function isTelling(all: Buffer): boolean {
  const head = all
    .subarray(0, 4096)
    .toString('latin1')
    .replace(/^HTTP\/1\.1 100 [^]*?\r\n\r\n/, '');
  return (
    /^HTTP\/1\.1 200 [^]*?\r\ncontent-type: text\/event-stream/i.test(head) &&
    /\ndata: [^]*?\n\n/.test(all.toString('latin1'))
  );
}
