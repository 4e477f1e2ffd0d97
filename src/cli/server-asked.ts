import { TimelineError } from '../domain/errors.ts';
import type { CliContext } from './context.ts';
import { errorOfProblem } from './problem-error.ts';

/** What is asked for in an address; what is undefined is left out, and of a list each is a parameter of its own. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** A server of Asof, as requests reach it. */
export interface Server {
  urlOf(path: string, parameters?: Parameters): URL;
  /** Requests an address; throws `store-unreachable` when nothing answers. */
  fetch(url: URL, init: RequestInit): Promise<Response>;
  /** Requests a path; throws the error that a problem document names. */
  ask(path: string, parameters?: Parameters, init?: RequestInit): Promise<Response>;
  /** Gets JSON of the shape that the routes of this same version give; a server of another is asked at one's own risk. */
  get<Answer>(path: string, parameters?: Parameters): Promise<Answer>;
  /** Reads JSON; throws `store-unreachable` for what is none. */
  read<Answer>(response: Response): Promise<Answer>;
  /** Returns the error that a problem document names; whatever else is not from Asof. */
  errorOf(response: Response): Promise<TimelineError>;
  /** Returns the error that no Asof answers there. */
  unreachable(cause: unknown): TimelineError;
}

/** Creates what requests to an address go through; throws `invalid-request` for what is no HTTP address. */
export function serverAt(address: string, fetch: CliContext['fetch']): Server {
  const base = baseOf(address);

  const unreachable = (cause: unknown): TimelineError =>
    new TimelineError('store-unreachable', `No Asof answers at ${base.origin}`, { url: base.origin }, cause);

  async function reached<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      throw unreachable(error);
    }
  }

  const server: Server = {
    urlOf(path, parameters = {}) {
      const url = new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base);
      for (const [name, value] of Object.entries(parameters))
        for (const one of [value].flat()) if (one !== undefined) url.searchParams.append(name, String(one));
      return url;
    },
    fetch: async (url, init) => reached(async () => fetch(url, { redirect: 'error', ...init })),
    async ask(path, parameters, init = {}) {
      const response = await server.fetch(server.urlOf(path, parameters), init);
      if (!response.ok) throw await server.errorOf(response);
      return response;
    },
    get: async (path, parameters) =>
      server.read(await server.ask(path, parameters, { headers: { accept: 'application/json' } })),
    read: async <Answer>(response: Response) => reached(async () => (await response.json()) as Answer),
    async errorOf(response) {
      const problem: unknown = await response.json().catch(() => undefined);
      return errorOfProblem(problem) ?? unreachable(undefined);
    },
    unreachable,
  };
  return server;
}

function baseOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new TimelineError(
    'invalid-request',
    `--url ${JSON.stringify(address)} is no address such as http://127.0.0.1:4100`,
    { option: '--url' },
  );
}
