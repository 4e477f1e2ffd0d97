import type { HttpAnswer } from './http-answer.ts';
import { readAnswers } from './http-answer.ts';
import { connected } from './http-lane.ts';
import type { RawCase } from './raw-cases.ts';
import { rawCases, smuggledId } from './raw-cases.ts';

/** Waits no longer for a connection to be closed that nothing comes on; a busy machine may take a while to answer. */
const quietMsUsual = 5000;

/** What came back on a connection, and whether the server closed it. */
export interface Heard {
  readonly bytes: Buffer;
  readonly isClosed: boolean;
}

/** Sends bytes on a connection of their own and hears what comes back, until it is closed or nothing comes any more. */
export async function say(
  port: number,
  bytes: Buffer,
  { isEnded = false, quietMsMax = quietMsUsual } = {},
): Promise<Heard> {
  const socket = await connected(port);
  const came: Buffer[] = [];
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let timer = setTimeout(resolve, quietMsMax, false);
  socket
    .on('data', (part: Buffer) => {
      came.push(part);
      clearTimeout(timer);
      timer = setTimeout(resolve, quietMsMax, false);
    })
    .on('close', () => resolve(true))
    .on('end', () => resolve(true));
  socket.write(bytes);
  if (isEnded) socket.end();
  const isClosed = await promise;
  clearTimeout(timer);
  socket.destroy();
  return { bytes: Buffer.concat(came), isClosed };
}

/** Sends every case on a connection of its own; says what is wrong with what came back. */
export async function sayAll(port: number, cases: readonly RawCase[] = rawCases): Promise<readonly string[]> {
  const wrong = await Promise.all(
    cases.map(async (one) => {
      const heard = await say(port, one.bytes);
      return faultsOf(one, heard).map((fault) => `${one.what}: ${fault}`);
    }),
  );
  const found = await say(
    port,
    Buffer.from(`GET /v1/events/${smuggledId} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`),
  );
  return [
    ...wrong.flat(),
    ...(found.bytes.toString().startsWith('HTTP/1.1 404 ') ? [] : ['what was smuggled is recorded']),
  ];
}

function faultsOf(
  { answersMax, statuses, mayStayOpen = false }: RawCase,
  { bytes, isClosed }: Heard,
): readonly string[] {
  try {
    const answers = readAnswers(bytes);
    const [first] = answers;
    if (answers.length > answersMax) return [`has ${answers.length} answers`];
    if (first === undefined) return isClosed ? [] : ['has no answer'];
    const faults = answers.flatMap(faultsOfAnswer);
    if (!statuses.includes(first.status))
      faults.push(`answered ${first.status}, not ${statuses.join(' or ')}`);
    if (!isClosed && !mayStayOpen) faults.push(`is left open after ${first.status}`);
    return faults;
  } catch (error) {
    return [String(error)];
  }
}

function faultsOfAnswer({ status, headers, body }: HttpAnswer): string[] {
  const faults: string[] = [];
  if (headers['x-content-type-options'] !== 'nosniff')
    faults.push(`answered ${status} without the headers of every answer`);
  if (status < 400) return faults;
  if (headers['content-type']?.startsWith('application/problem+json') !== true)
    faults.push(`refused with ${status} as ${headers['content-type']}`);
  if (!/"type":"\/problems\/[a-z-]+"/.test(body.toString()))
    faults.push(`refused without a problem: ${body.toString().slice(0, 200)}`);
  return faults;
}
