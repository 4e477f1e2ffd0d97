import { TimelineError } from '../domain/errors.ts';
import { isClusterStore } from '../domain/store-name.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { EventLog } from '../store/port.ts';
import { waitUntilReady } from './catching-up.ts';
import type { CliContext, OpenRequest } from './context.ts';

/** The store that a command is for, and how it is opened. */
export interface StoreSettings extends Omit<OpenRequest, 'readOnly'> {
  /** How many seconds it is waited for the log of a cluster; as long as it goes on when undefined. */
  readonly wait: number | undefined;
}

/**
 * Opens a store to read or to write. The log of a cluster is taken in first, up to what is its end now: also to read, for nothing else
 * fills the replica. Where another process has the replica open to fill it, it is only read, beside that process.
 */
export async function openStore(
  named: StoreSettings,
  context: CliContext,
  purpose: 'read' | 'write',
): Promise<Timeline> {
  const open = async (readOnly: boolean) => {
    const timeline = await context.open({ ...requestOf(named), readOnly });
    return { timeline };
  };
  return (await openWith(open, named, context, purpose)).timeline;
}

/** Opens a store as `openStore` does, and gives the store under the timeline as well, which closes with it. */
export async function openStoreUnder(
  named: StoreSettings,
  context: CliContext,
  purpose: 'read' | 'write',
): Promise<{ readonly timeline: Timeline; readonly store: EventLog }> {
  const open = async (readOnly: boolean) => context.openToServe({ ...requestOf(named), readOnly });
  return openWith(open, named, context, purpose);
}

async function openWith<Opened extends { readonly timeline: Timeline }>(
  open: (readOnly: boolean) => Promise<Opened>,
  named: StoreSettings,
  context: CliContext,
  purpose: 'read' | 'write',
): Promise<Opened> {
  if (!isClusterStore(named.store)) return open(purpose === 'read');
  const opened = await open(false).catch(async (error: unknown) => {
    const isInUse = error instanceof TimelineError && error.code === 'store-in-use';
    if (!isInUse || purpose !== 'read') throw error;
    return open(true);
  });
  try {
    await waitUntilReady(opened.timeline, named.wait, context);
    return opened;
  } catch (error) {
    await opened.timeline.close();
    throw error;
  }
}

function requestOf({ store, index, module }: StoreSettings): Omit<OpenRequest, 'readOnly'> {
  return { store, index, module };
}
