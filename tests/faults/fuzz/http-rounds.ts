import type { TempFolder } from '../../support/temp-folder.ts';
import type { ServerMode } from './fuzzed-server.ts';
import { startFuzzedServer } from './fuzzed-server.ts';
import type { AnswersSeen } from './http-fuzz.ts';
import { fuzzHttp } from './http-fuzz.ts';
import { knownOfFounding } from './known-values.ts';
import type { Description } from './openapi.ts';
import { readDescription } from './openapi.ts';

/** How one server is asked. */
export interface RoundOptions {
  readonly folder: TempFolder;
  readonly mode: ServerMode;
  readonly requests: number;
  readonly seed: number;
  readonly only?: number | undefined;
  /** Whether no token is shown where the server asks for one. */
  readonly isStranger?: boolean;
}

/** What came of one server that was asked. */
export interface Round extends AnswersSeen {
  /** Operations that were never answered with 2xx when asked as they want it. */
  readonly unanswered: readonly string[];
  /** What its memory took before the requests, after the first tenth of them, and after all, in bytes. */
  readonly memory: readonly { readonly heap: number; readonly resident: number }[];
  /** What is wrong with the log afterwards, what the server complained of, and how it ended. */
  readonly after: {
    readonly events: number;
    readonly faults: readonly unknown[];
    readonly complained: string;
    readonly exitCode: number | null;
  };
}

/** Starts a server, asks it what its own description says and much else, and stops it. */
export async function fuzzServer({
  folder,
  mode,
  requests,
  seed,
  only,
  isStranger = false,
}: RoundOptions): Promise<Round> {
  const server = await startFuzzedServer(folder.file(), mode);
  const description = await describedBy(server.port);
  const known = await knownOfFounding();
  const options = { server, description, known, seed, isStranger };
  const memory = [await server.memory()];
  if (only === undefined) await fuzzHttp({ ...options, requests: Math.ceil(requests / 10) });
  memory.push(await server.memory());
  const seen = await fuzzHttp({ ...options, requests, only });
  memory.push(await server.memory());
  const verified = await server.verify();
  const unanswered = description.operations
    .map(({ heading }) => heading)
    .filter((heading) => !seen.answered.includes(heading));
  return { ...seen, unanswered, memory, after: { ...verified, ...(await server.stop()) } };
}

async function describedBy(port: number): Promise<Description> {
  const response = await fetch(`http://127.0.0.1:${port}/openapi.json`);
  return readDescription((await response.json()) as Readonly<Record<string, unknown>>);
}
