import type { MomentOut } from '../api/wire.ts';
import type { KnownState } from '../client/kept-state.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Access } from './access.ts';

/** Asks for a state that is shown beside what changes it; that it cannot be had is no error. */
export async function knownState(
  access: Access,
  projection: string,
  key: string | undefined,
  { asOf, position, certainty }: MomentOut,
): Promise<KnownState> {
  try {
    const { state } = await access.state(projection, { asOf, knownAt: String(position), certainty, key });
    return { state };
  } catch (error) {
    if (error instanceof TimelineError) return undefined;
    throw error;
  }
}
