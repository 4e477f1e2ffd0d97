import type { UpdateOut } from '../api/wire-live.ts';
import type { MomentOut } from '../api/wire.ts';
import { applyPatch } from '../domain/apply-patch.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { canonicalJson } from '../domain/json.ts';

/** A state, where it is known. */
export type KnownState = { readonly state: unknown } | undefined;

/** An update, with the state before it and after it where they are known. */
export interface FollowedUpdate {
  readonly update: UpdateOut;
  readonly before: KnownState;
  readonly after: KnownState;
}

/** How a state is kept. */
export interface KeepingOptions {
  /** Subscribes, after an id or from the beginning. */
  readonly subscribe: (after: string | undefined) => AsyncIterable<UpdateOut>;
  /** The id to begin after. */
  readonly after: string | undefined;
  /**
   * Asks for the state at the moment of the first patch, where there was no whole state before it; with undefined patches are told
   * without a state, and a `TimelineError` counts as a patch that does not fit.
   */
  readonly stateAt: (moment: MomentOut) => Promise<KnownState>;
  /** Hears that it begins anew, and why. */
  readonly tell: (sentence: string) => Promise<void>;
}

/**
 * Keeps the state of a subscription by its patches, and checks it against the hash that comes with `caught-up`.
 *
 * When a patch does not fit, or the hash is another, it begins anew without an id; when that happens twice in a row it throws
 * `patch-does-not-fit`, or what asking for the state threw.
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
      let before = kept;
      try {
        if (update.event === 'patch' && before === undefined && !isAsked) {
          isAsked = true;
          before = await options.stateAt(update.data.from);
        }
        kept = await stateAfter(before, update);
      } catch (error) {
        if (!(error instanceof TimelineError)) throw error;
        misfit = error;
        break;
      }
      if (update.event === 'caught-up') wasWrong = false;
      yield { update, before, after: kept };
    }
    if (misfit === undefined) return;
    if (wasWrong) throw misfit;
    wasWrong = true;
    after = undefined;
    await options.tell(`${misfit.message}; beginning anew with the whole state`);
  }
}

async function stateAfter(before: KnownState, update: UpdateOut): Promise<KnownState> {
  switch (update.event) {
    case 'snapshot':
    case 'reset':
      return { state: update.data.state };
    case 'patch':
      return before === undefined ? undefined : { state: applyPatch(before.state, update.data.patch) };
    case 'caught-up':
      await checkHash(before, update.data.hash);
      return before;
    case 'fault':
      return before;
  }
}

async function checkHash(kept: KnownState, hash: string | undefined): Promise<void> {
  // A page that came over plain HTTP from another machine has no hash functions.
  const subtle: typeof crypto.subtle | undefined = crypto.subtle;
  if (kept === undefined || hash === undefined || subtle === undefined) return;
  // A state is plain JSON data.
  const bytes = new TextEncoder().encode(canonicalJson(kept.state as Json));
  const own = new Uint8Array(await subtle.digest('SHA-256', bytes)).toHex();
  if (own === hash) return;
  throw new TimelineError('patch-does-not-fit', 'The patches did not give the state that the server has', {
    hash,
  });
}
