import { commitsOut, densityOut, diffOut, explanationOut, seriesOut } from '../api/wire-changes.ts';
import { replayOut, timelineChangeOut, updateOut } from '../api/wire-live.ts';
import { headOut } from '../api/wire.ts';
import { atPlace } from '../domain/errors.ts';
import { parseInstant } from '../domain/instant.ts';
import { secondMoment } from '../engine/diff.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { ChangesAccess } from './access-changes.ts';

/** Reaches what changes in a timeline that this process has opened. */
export function changesOfStore(timeline: Timeline): ChangesAccess {
  return {
    async diff(projection, { key, limit, ...asked }) {
      const from = { asOf: asked.asOf, knownAt: asked.knownAt, certainty: asked.certainty };
      return diffOut(await timeline.diff(projection, from, secondMoment(from, asked), { key, limit }));
    },
    explain: async (projection, { path, ...query }) =>
      explanationOut(await timeline.explain(projection, path, query)),
    series: async (projection, asked) =>
      seriesOut(await timeline.series(projection, { ...asked, ...rangeOf(asked) })),
    density: async (asked) => densityOut(await timeline.density({ ...asked, ...rangeOf(asked) })),
    commits: async (asked) =>
      commitsOut(timeline.commits({ ...asked, ...rangeOf(asked) }), headOut(timeline.head())),
    async *updates(projection, asked, { signal }) {
      for await (const update of timeline.updates(projection, { ...asked, signal }))
        yield updateOut(update, timeline.name);
    },
    async *changes(asked, { signal }) {
      for await (const change of timeline.changes({ ...asked, ...rangeOf(asked), signal }))
        yield timelineChangeOut(change);
    },
    async *replay(asked, { signal }) {
      const { projection: named, key } = asked;
      const info = timeline.projections().find(({ name }) => name === named);
      const projection = info === undefined ? undefined : { name: info.name, version: info.version };
      for await (const update of timeline.replay({ ...asked, signal }))
        yield replayOut(update, { projection, key });
    },
  };
}

/** Reads the ends of a range; throws `invalid-time` with the name of the option. */
export function rangeOf({
  from,
  to,
}: {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}): {
  readonly from: number | undefined;
  readonly to: number | undefined;
} {
  return { from: instantOf('--from', from), to: instantOf('--to', to) };
}

function instantOf(option: string, text: string | undefined): number | undefined {
  return text === undefined ? undefined : atPlace(option, () => parseInstant(text));
}
