import { once } from 'node:events';
import { createReadStream, existsSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';

/** What serves a page, and behind it, below /asof, a server of Asof. */
export interface PageServer {
  readonly url: string;
  /** Sends what is asked for below /asof there from now on. */
  serveFrom(url: string): void;
  close(): void;
}

/** Serves a page and the modules of folders by name; what is below /asof goes to a server that may come and go, as behind a proxy. */
export async function startPageServer(
  page: string,
  folders: Readonly<Record<string, string>>,
): Promise<PageServer> {
  let behind: string | undefined;
  const server = createServer((incoming, answer) => {
    const { pathname } = new URL(incoming.url ?? '/', 'http://page');
    const [, top = '', ...rest] = pathname.split('/');
    if (top === 'asof') return pass(incoming, answer, behind);
    const folder = folders[top];
    const file = folder === undefined ? undefined : join(folder, ...rest);
    if (file !== undefined && existsSync(file)) {
      answer.writeHead(200, { 'content-type': 'text/javascript' });
      createReadStream(file).pipe(answer);
      return undefined;
    }
    answer.writeHead(pathname === '/' ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' });
    answer.end(pathname === '/' ? page : '');
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    serveFrom: (url) => (behind = url),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function pass(incoming: IncomingMessage, answer: ServerResponse, behind: string | undefined): void {
  const refuse = (): void => {
    if (!answer.headersSent) answer.writeHead(502);
    answer.destroy();
  };
  if (behind === undefined) return refuse();
  const { host } = new URL(behind);
  const path = (incoming.url ?? '').slice('/asof'.length);
  const { method, headers } = incoming;
  const passed = request(`${behind}${path}`, { method, headers: { ...headers, host } }, (answered) => {
    answer.writeHead(answered.statusCode ?? 502, answered.headers);
    answered.on('error', refuse).on('close', () => answer.end());
    answered.pipe(answer);
  });
  passed.on('error', refuse);
  answer.on('close', () => passed.destroy());
  incoming.pipe(passed);
}
