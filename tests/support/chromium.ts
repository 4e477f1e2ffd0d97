import { spawnSync } from 'node:child_process';

/** The browser that tests drive: what CHROMIUM names, else the one on the path. */
export const chromiumPath = process.env['CHROMIUM'] || found();

/** Whether tests with a browser are skipped: where there is none, unless it has to be there. */
export const isWithoutChromium = chromiumPath === undefined && process.env['CI'] !== 'true';

function found(): string | undefined {
  const { status, stdout } = spawnSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
