import type { Access } from './access.ts';
import type { Following } from './asked.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { reading } from './options.ts';

/**
 * Runs work that goes on until it is done, or the process is asked to end, which is no error.
 *
 * `stop` ends it too. What it reads from is closed in every case.
 */
export async function following(
  options: AccessOptions,
  context: CliContext,
  tell: Following['tell'],
  work: (access: Access, following: Following & { readonly stop: () => void }) => Promise<void>,
): Promise<void> {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  void context.stopped().then(stop);
  const { signal } = stopping;
  try {
    await reading(options, context, async (access) => work(access, { signal, tell, stop }));
  } finally {
    stop();
  }
}

/** Returns the line of something that goes on, for programs: its name, what to go on after, and its data. */
export function lineOut({
  event,
  id,
  data,
}: {
  readonly event: string;
  readonly id?: string;
  readonly data: object;
}): string {
  return JSON.stringify({ event, id, ...data });
}
