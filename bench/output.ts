import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/**
 * Runs a script of this folder in a process of its own and returns what it printed; what it complains of is passed on.
 *
 * Throws with the message of the error that the script ended in.
 */
export function outputOf(script: string, values: readonly string[]): string {
  const { stdout, stderr, status, signal, error } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, script), ...values],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 },
  );
  if (error !== undefined) throw error;
  process.stderr.write(stderr);
  if (status !== 0)
    throw new Error(errorIn(stderr) ?? errorIn(stdout) ?? `It ended with ${signal ?? status}`);
  return stdout;
}

/** Whoever ends a process prints the error last: Node, with its name, in brackets where it has no stack; or a logger of a peer. */
function errorIn(printed: string): string | undefined {
  const found = printed.match(/(?<!\[cause\]: )\b\w*Error(?: \[\w+\])?: .*$/gm)?.at(-1);
  return found?.replace(/ \{$|\](?: \{.*)?$/, '');
}
