import { appendPointer } from '../domain/json-pointer.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Patch, PatchOperation } from '../domain/patch.ts';
import type { Projection } from '../domain/projection.ts';
import type { ChangedFact } from './change-answers.ts';
import type { Subject } from './channel.ts';
import { concerning } from './diff.ts';
import { differencesBetween } from './differences.ts';
import { keysOf } from './evolving.ts';
import type { Update } from './live-answers.ts';
import { patchBetween } from './patch-between.ts';
import { causesMax, updateBase } from './state-subject.ts';
import type { StateSubjectOptions } from './state-subject.ts';
import { isTouched } from './touched.ts';
import { towards } from './towards.ts';

/** States by key, of all the keys there are. */
export type StatesByKey = Readonly<Record<string, unknown>>;

/** What the subject of all keys needs. */
export interface KeysSubjectOptions extends Omit<StateSubjectOptions, 'key'> {
  /** Lists the keys that some fact has as of a moment. */
  readonly keysAt: (projection: Projection, moment: ResolvedMoment) => Promise<readonly string[]>;
}

/** Subscribes to all keys of a projection: its state is an object of states by key. It keeps none of them. */
export function createKeysSubject(options: KeysSubjectOptions): Subject<undefined, Update> & {
  statesAt(projection: Projection, moment: ResolvedMoment): Promise<StatesByKey>;
} {
  const { store, asked, name, asOf, certainty, idOf, keysAt } = options;
  const current = (): Projection => asked.projectionOf(name);
  const base = (of: unknown, moment: ResolvedMoment) =>
    updateBase(name, of as Projection, undefined, moment, idOf);
  /** What was worked out at the beginning, for the first who asks for all of it. */
  let begun: { readonly of: Projection; readonly position: number; readonly states: StatesByKey } | undefined;
  const statesAt = async (projection: Projection, moment: ResolvedMoment): Promise<StatesByKey> => {
    const known = begun;
    begun = undefined;
    if (known?.of === projection && known.position === moment.position) return known.states;
    const states: Record<string, unknown> = {};
    for (const key of await keysAt(projection, moment)) {
      const value = await asked.stateAt(projection, moment, key);
      // To assign to `__proto__` would set the prototype instead.
      Object.defineProperty(states, key, { value, enumerable: true, configurable: true, writable: true });
    }
    return states;
  };
  /** Lists the keys whose states may differ; of what lies between, only the keys are kept. */
  const keysBetween = async (
    projection: Projection,
    from: ResolvedMoment,
    to: ResolvedMoment,
  ): Promise<ReadonlySet<string>> => {
    const keys = new Set<string>();
    const all = { ...concerning(projection, undefined), limit: Number.POSITIVE_INFINITY };
    for (let at = from; at !== to;) {
      const next = towards(store, at, to);
      const { changes } = await differencesBetween(store, at, next, all);
      for (const key of keysIn(projection, changes)) keys.add(key);
      at = next;
    }
    return keys;
  };
  const patchOf = async (
    projection: Projection,
    key: string,
    from: ResolvedMoment,
    to: ResolvedMoment,
  ): Promise<Patch> => {
    const before = await asked.stateOrNone(projection, from, key);
    const after = await asked.stateOrNone(projection, to, key);
    const path = appendPointer('', key);
    if (before.facts === 0 && after.facts === 0) return [];
    if (before.facts === 0) return [{ op: 'add', path, value: after.state }];
    if (after.facts === 0) return [{ op: 'remove', path }];
    return patchBetween(before.state, after.state, path);
  };
  return {
    asOf,
    certainty,
    current,
    statesAt,
    // A projection that fails is not gone on from.
    async begin(moment) {
      const of = current();
      begun = { of, position: moment.position, states: await statesAt(of, moment) };
    },
    isTouched: (after, through, at) => isTouched(store, { after, through, asOf: at }),
    towards: (_, to) => to,
    async advance(from, to) {
      begun = undefined;
      const projection = from.of as Projection;
      const patch: PatchOperation[] = [];
      for (const key of await keysBetween(projection, from.moment, to))
        patch.push(...(await patchOf(projection, key, from.moment, to)));
      if (patch.length === 0) return { held: undefined, told: undefined };
      const { changes, more } = await differencesBetween(store, from.moment, to, {
        ...concerning(projection, undefined),
        limit: causesMax,
      });
      const causes = changes.map(({ change }) => change);
      const told: Update = { kind: 'patch', ...base(projection, to), from: from.moment, patch, causes, more };
      return { held: undefined, told };
    },
    reset: async ({ of, moment }) => ({
      kind: 'reset',
      ...base(of, moment),
      state: await statesAt(of as Projection, moment),
    }),
    healed: (from, to) => ({
      kind: 'patch',
      ...base(from.of, to),
      from: from.moment,
      patch: [],
      causes: [],
      more: false,
    }),
    fault: ({ of, moment }, error) => ({ kind: 'fault', ...base(of, moment), error }),
  };
}

/** Returns the keys that facts had before or have after they changed. */
function keysIn(projection: Projection, changes: readonly ChangedFact[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap(({ before, after }) =>
      [before, after].flatMap((fact) => (fact === undefined ? [] : keysOf(projection, fact))),
    ),
  );
}
