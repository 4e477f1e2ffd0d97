import { once } from 'node:events';
import { createServer } from 'node:net';

/** Below the ports that systems give to whoever connects: a client that tries a port of those for long may get it itself, and connect to itself. */
const [lowest, highest] = [20_000, 32_000];

/** Finds a port for a server that is stopped and started again while clients try to connect to it. */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest));
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return false;
  }
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return true;
}
