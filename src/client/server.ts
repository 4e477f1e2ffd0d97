import { TimelineError } from '../domain/errors.ts';
import { errorOfProblem } from './problem-error.ts';

/** What is asked for in an address; what is undefined is left out, and of a list each is a parameter of its own. */
export type Parameters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** How a server is reached. */
export interface ServerOptions {
  /** A token of the server, sent as `Authorization: Bearer`. */
  readonly token?: string | undefined;
  readonly fetch: (url: URL, init: RequestInit) => Promise<Response>;
}

/** A server of Asof, as requests reach it. */
export interface Server {
  urlOf(path: string, parameters?: Parameters): URL;
  /** Requests an address; throws `store-unreachable` when nothing answers, and the signal's reason when it aborts. */
  fetch(url: URL, init: RequestInit): Promise<Response>;
  /** Requests a path; throws the error that a problem document names. */
  ask(path: string, parameters?: Parameters, init?: RequestInit): Promise<Response>;
  /** Gets JSON of the shape that the routes of this same version give; a server of another is asked at one's own risk. */
  get<Answer>(path: string, parameters?: Parameters, init?: RequestInit): Promise<Answer>;
  /** Reads JSON; throws `store-unreachable` for what is none. */
  read<Answer>(response: Response): Promise<Answer>;
  /** Returns the error that a problem document names; whatever else is not from Asof. */
  errorOf(response: Response): Promise<TimelineError>;
  /** Returns the error that no Asof answers there. */
  unreachable(cause: unknown): TimelineError;
}

/** Creates what requests to an address go through; throws `invalid-request` for what is no HTTP address. */
export function serverAt(address: string, { fetch, token }: ServerOptions): Server {
  const base = baseOf(address);
  const path = base.pathname.replace(/\/+$/, '');
  const shown = `${base.origin}${path}`;
  const authorization: Record<string, string> =
    token === undefined ? {} : { authorization: `Bearer ${token}` };

  const unreachable = (cause: unknown): TimelineError =>
    new TimelineError('store-unreachable', `No Asof answers at ${shown}`, { url: shown }, cause);

  const server: Server = {
    urlOf(below, parameters = {}) {
      // Set and not resolved: a path that begins with two slashes would be that of another host.
      const url = new URL(base);
      Object.assign(url, { pathname: `${path}${below}`, search: '', hash: '' });
      for (const [name, value] of Object.entries(parameters))
        for (const one of [value].flat()) if (one !== undefined) url.searchParams.append(name, String(one));
      return url;
    },
    async fetch(url, { headers, ...init }) {
      try {
        const all = { ...authorization, ...Object.fromEntries(new Headers(headers)) };
        return await fetch(url, { redirect: 'error', ...init, headers: all });
      } catch (error) {
        if (init.signal?.aborted === true) throw init.signal.reason;
        throw unreachable(error);
      }
    },
    async ask(below, parameters, init = {}) {
      const response = await server.fetch(server.urlOf(below, parameters), init);
      if (!response.ok) throw await server.errorOf(response);
      return response;
    },
    get: async (below, parameters, init = {}) =>
      server.read(await server.ask(below, parameters, { headers: { accept: 'application/json' }, ...init })),
    async read<Answer>(response: Response) {
      try {
        return (await response.json()) as Answer;
      } catch (error) {
        throw unreachable(error);
      }
    },
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
    `${JSON.stringify(address)} is no address such as http://127.0.0.1:4100`,
    { url: address },
  );
}
