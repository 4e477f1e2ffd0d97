import { createHash } from 'node:crypto';

import type { UpdateOut } from '../api/wire-live.ts';
import type { MomentOut } from '../api/wire.ts';
import { applyPatch } from '../domain/apply-patch.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { canonicalJson } from '../domain/json.ts';
import type { KnownState } from './change-lines.ts';

/** An update, with the state before it where that is known. */
export interface FollowedUpdate {
  readonly update: UpdateOut;
  readonly before: KnownState;
}

/** How a state is kept. */
export interface KeepingOptions {
  /** Subscribes, after an id or from the beginning. */
  readonly subscribe: (after: string | undefined) => AsyncIterable<UpdateOut>;
  /** The id to begin after. */
  readonly after: string | undefined;
  /** Asks for the state at the moment of the first patch, where there was no whole state before it. */
  readonly stateAt: (moment: MomentOut) => Promise<KnownState>;
  /** Hears that it begins anew, and why. */
  readonly tell: (sentence: string) => Promise<void>;
}

/**
 * Keeps the state of a subscription by its patches, and checks it against the hash that comes with `caught-up`.
 *
 * When a patch does not fit, or the hash is another, it begins anew without an id; when that happens twice in a row it throws
 * `patch-does-not-fit`.
 */
export async function* keepingState(
  options: KeepingOptions,
): AsyncGenerator<FollowedUpdate, void, undefined> {
  let { after } = options;
  let wasWrong = false;
  while (true) {
    let misfit: TimelineError | undefined;
    let kept: KnownState;
    let isAsked = false;
    for await (const update of options.subscribe(after)) {
      if (update.event === 'patch' && kept === undefined && !isAsked) {
        isAsked = true;
        kept = await options.stateAt(update.data.from);
      }
      const before = kept;
      try {
        kept = stateAfter(before, update);
      } catch (error) {
        if (!(error instanceof TimelineError)) throw error;
        misfit = error;
        break;
      }
      if (update.event === 'caught-up') wasWrong = false;
      yield { update, before };
    }
    if (misfit === undefined) return;
    if (wasWrong) throw misfit;
    wasWrong = true;
    after = undefined;
    await options.tell(`${misfit.message}; beginning anew with the whole state`);
  }
}

function stateAfter(before: KnownState, update: UpdateOut): KnownState {
  switch (update.event) {
    case 'snapshot':
    case 'reset':
      return { state: update.data.state };
    case 'patch':
      return before === undefined ? undefined : { state: applyPatch(before.state, update.data.patch) };
    case 'caught-up':
      checkHash(before, update.data.hash);
      return before;
    case 'fault':
      return before;
  }
}

function checkHash(kept: KnownState, hash: string | undefined): void {
  if (kept === undefined || hash === undefined) return;
  // A state is plain JSON data.
  const own = createHash('sha256')
    .update(canonicalJson(kept.state as Json))
    .digest('hex');
  if (own === hash) return;
  throw new TimelineError('patch-does-not-fit', 'The patches did not give the state that the server has', {
    hash,
  });
}
