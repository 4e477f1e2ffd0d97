import { z } from 'zod';

import { readAs } from '../lines.ts';
import type { Placed } from '../lines.ts';
import { rowSchema } from './timeline.ts';
import type { LossesRow } from './timeline.ts';

const version = { recorded_at: z.string(), commit: z.string(), file: z.string() };
const date = z.string().regex(/^\d{4}-\d\d-\d\d(#dup\d+)?$/, 'is neither a date nor <date>#dup<place>');
const revisionSchema = z.discriminatedUnion('kind', [
  z.object({ ...version, kind: z.literal('new'), date, data: rowSchema }),
  z.object({ ...version, kind: z.literal('changed'), date, set: rowSchema, unset: z.array(z.string()) }),
  z.object({ ...version, kind: z.literal('gone'), date }),
  z.object({ ...version, kind: z.literal('unparsable'), error: z.string() }),
]);

/** One change between a published version and the one before, with the line it stands on. */
export type Revision = z.output<typeof revisionSchema> & { readonly place: string };
/** A change of one kind. */
export type RevisionOf<Kind extends Revision['kind']> = Extract<Revision, { readonly kind: Kind }>;

/** A row that is or was published, and the fact it is about. */
export interface Known {
  readonly fact: string;
  readonly row: LossesRow;
  readonly published: boolean;
}

/** Reads revisions and groups those of one version of one file: neighbours with the same file and time of publication. */
export async function* byVersion(
  lines: AsyncIterable<Placed> | Iterable<Placed>,
): AsyncGenerator<readonly Revision[]> {
  let group: Revision[] = [];
  for await (const line of lines) {
    const revision = { ...readAs(revisionSchema, line), place: line.place };
    const [first] = group;
    if (first !== undefined && (first.recorded_at !== revision.recorded_at || first.file !== revision.file)) {
      yield group;
      group = [];
    }
    group.push(revision);
  }
  if (group.length > 0) yield group;
}

/** Finds the rows of a version that only changed their date: what appeared, with what left. */
export function movesIn(
  revisions: readonly Revision[],
  rows: ReadonlyMap<string, Known>,
): ReadonlyMap<Revision, RevisionOf<'gone'>> {
  const left = new Set(revisions.filter((revision) => revision.kind === 'gone'));
  const moves = new Map<Revision, RevisionOf<'gone'>>();
  for (const revision of revisions) {
    if (revision.kind !== 'new' || rows.has(keyOf(revision))) continue;
    const content = withoutDate(revision.data);
    const from = [...left].find((gone) => withoutDate(rows.get(keyOf(gone))?.row ?? {}) === content);
    if (from === undefined) continue;
    left.delete(from);
    moves.set(revision, from);
  }
  return moves;
}

/** Returns what tells a row from all others of all files, in one version. */
export function keyOf({ file, date: row }: RevisionOf<'new' | 'changed' | 'gone'>): string {
  return `${file} ${row}`;
}

function withoutDate(row: LossesRow): string {
  const fields = Object.entries(row).filter(([name]) => name !== 'date');
  return JSON.stringify(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
