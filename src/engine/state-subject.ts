import type { Certainty, ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import type { Asked } from './asked.ts';
import type { Point, Subject } from './channel.ts';
import { concerning } from './diff.ts';
import type { Differences } from './differences.ts';
import { differencesBetween } from './differences.ts';
import type { PatchUpdate, Update } from './live-answers.ts';
import { patchBetween } from './patch-between.ts';
import { isTouched } from './touched.ts';
import type { IdWriter } from './update-id.ts';

/** What a subscription to a projection is about. */
export interface StateSubjectOptions {
  readonly store: EventLog;
  readonly asked: Asked;
  readonly name: string;
  readonly key: string | undefined;
  /** Milliseconds of the Unix epoch; undefined when it moves with the clock. */
  readonly asOf: number | undefined;
  readonly certainty: Certainty;
  readonly idOf: IdWriter;
}

/** Causes that are listed with a patch. */
export const causesMax = 100;

/** Subscribes to one state: that of a projection, or of one key of it. */
export function createStateSubject(options: StateSubjectOptions): Subject<unknown, Update> {
  const { store, asked, name, key, asOf, certainty, idOf } = options;
  const current = (): Projection => asked.projectionOf(name);
  const stateAt = async (projection: Projection, moment: ResolvedMoment) =>
    (await asked.stateOrNone(projection, moment, key)).state;
  const base = (of: unknown, moment: ResolvedMoment) => updateBase(name, of as Projection, key, moment, idOf);
  const patched = (
    from: Point,
    to: ResolvedMoment,
    patch: PatchUpdate['patch'],
    found: Differences,
  ): Update => ({
    kind: 'patch',
    ...base(from.of, to),
    from: from.moment,
    patch,
    causes: found.changes.map(({ change }) => change),
    more: found.more,
  });
  return {
    asOf,
    certainty,
    current,
    // A key that another version knows nothing of has the state that it begins with.
    begin: async (moment, isFirst) =>
      isFirst ? asked.stateAt(current(), moment, key) : stateAt(current(), moment),
    isTouched: (after, through, at) =>
      isTouched(
        store,
        { after, through, asOf: at },
        isForAll(current(), key) ? undefined : concerning(current(), key).concerns,
      ),
    // However much happened, a patch is of one state.
    towards: (_, to) => to,
    async advance(from, to, held) {
      const projection = from.of as Projection;
      const before = held ?? (await stateAt(projection, from.moment));
      const after = await stateAt(projection, to);
      const patch = patchBetween(before, after);
      if (patch.length === 0) return { held: after, told: undefined };
      const found = await differencesBetween(store, from.moment, to, {
        ...concerning(projection, key),
        limit: causesMax,
      });
      return { held: after, told: patched(from, to, patch, found) };
    },
    reset: async ({ of, moment }, state) => ({ kind: 'reset', ...base(of, moment), state }),
    healed: (from, to) => patched(from, to, [], { changes: [], more: false }),
    fault: ({ of, moment }, error) => ({ kind: 'fault', ...base(of, moment), error }),
  };
}

/** Returns what every update says of where it belongs. */
export function updateBase(
  projection: string,
  { version }: Projection,
  key: string | undefined,
  moment: ResolvedMoment,
  idOf: IdWriter,
): Pick<PatchUpdate, 'projection' | 'version' | 'key' | 'id' | 'moment'> {
  return { projection, version, ...(key === undefined ? {} : { key }), id: idOf(moment, version), moment };
}

/** Whether every fact may matter to a state. */
function isForAll({ dependsOn }: Projection, key: string | undefined): boolean {
  return key === undefined && dependsOn === undefined;
}
