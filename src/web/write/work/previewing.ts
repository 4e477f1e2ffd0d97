import type { Client, PreviewOut, Proposed } from '../../../client/index.ts';
import { applyPatch } from '../../../client/index.ts';
import type { Difference } from '../../panels/shared/differences.ts';
import { differencesOf } from '../../panels/shared/differences.ts';

/** What an event would change in one state. */
export interface Previewed {
  readonly projection: string;
  readonly standing: PreviewOut['standing'];
  /** The id of the fact, which is made up where there is none yet. */
  readonly fact: string;
  readonly differences: readonly Difference[];
}

/** How a preview is asked for. */
export interface PreviewQuestion {
  readonly proposed: Proposed;
  /** The projections in whose states it is looked for. */
  readonly projections: readonly string[];
}

/** Asks what an event would change as of now in the states of some projections, one after the other; throws what recording it would throw. */
export async function previewOf(
  client: Pick<Client, 'preview' | 'state'>,
  { proposed, projections }: PreviewQuestion,
  signal: AbortSignal,
): Promise<readonly Previewed[]> {
  const previewed: Previewed[] = [];
  for (const projection of projections) previewed.push(await previewIn(client, projection, proposed, signal));
  return previewed;
}

async function previewIn(
  client: Pick<Client, 'preview' | 'state'>,
  projection: string,
  proposed: Proposed,
  signal: AbortSignal,
): Promise<Previewed> {
  const { moment, patch, standing, fact } = await client.preview(projection, proposed, { signal });
  const told = { projection, standing, fact: fact.id };
  if (patch.length === 0) return { ...told, differences: [] };
  const { asOf, position } = moment;
  const { state } = await client.state(projection, { asOf, knownAt: position, signal });
  const differences = differencesOf(state, applyPatch(state, patch));
  return { ...told, differences: differences.filter(({ steps }) => !isForItself(projection, steps)) };
}

/** What a projection keeps only to work with is no news to a reader. */
function isForItself(projection: string, [first]: readonly string[]): boolean {
  return projection === 'conflicts' && first === 'seen';
}
