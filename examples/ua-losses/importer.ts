import { parseInstant, TimelineError } from '../../src/index.ts';
import type { ImportedEvent } from '../../src/index.ts';
import type { Placed } from '../lines.ts';
import { byVersion, keyOf, movesIn } from './revisions.ts';
import type { Known, Revision, RevisionOf } from './revisions.ts';
import type { LossesPublishedData, LossesRow, UnreadableVersionPublishedData } from './timeline.ts';

/**
 * Turns the changes between consecutive published versions into events, recorded when each version was published.
 *
 * A row that is new states a fact, which occurred on its date; a row that changed corrects it; a row that is gone is
 * retracted, and when it comes back a correction reinstates it. A row that leaves one date and appears under another in
 * the same version, all else equal, is one fact whose date was wrong: its occurred time is corrected. A version that
 * could not be read changes nothing. Holds the rows of one version, and the last content of every row. Throws
 * `invalid-event`, with the line, for a change that does not fit what was published before.
 */
export async function* importLosses(
  lines: AsyncIterable<Placed> | Iterable<Placed>,
): AsyncGenerator<ImportedEvent> {
  const rows = new Map<string, Known>();
  for await (const revisions of byVersion(lines)) {
    const moves = movesIn(revisions, rows);
    const left = new Set(moves.values());
    for (const revision of revisions)
      if (revision.kind !== 'gone' || !left.has(revision)) yield eventOf(revision, moves.get(revision), rows);
  }
}

function eventOf(
  revision: Revision,
  from: RevisionOf<'gone'> | undefined,
  rows: Map<string, Known>,
): ImportedEvent {
  switch (revision.kind) {
    case 'new':
      return appeared(revision, from, rows);
    case 'changed':
      return changed(revision, rows);
    case 'gone':
      return gone(revision, rows);
    case 'unparsable':
      return unreadable(revision);
  }
}

function appeared(
  revision: RevisionOf<'new'>,
  from: RevisionOf<'gone'> | undefined,
  rows: Map<string, Known>,
): ImportedEvent {
  const { data: row } = revision;
  if (from !== undefined) {
    const { fact } = publishedRow(from, rows);
    rows.delete(keyOf(from));
    rows.set(keyOf(revision), { fact, row, published: true });
    return correction(
      revision,
      fact,
      row,
      `published under ${revision.date} and no longer under ${from.date}`,
    );
  }
  const known = rows.get(keyOf(revision));
  if (known?.published === true) throw misfit(revision, 'is published already and cannot be new');
  const id = `${streamOf(revision)}.${revision.date.replace('#', '.')}.${compact(revision.recorded_at)}`;
  rows.set(keyOf(revision), { fact: known?.fact ?? id, row, published: true });
  if (known !== undefined) return correction(revision, known.fact, row, 'published again');
  return {
    ...recorded(revision),
    id,
    type: 'LossesPublished',
    occurred: dayOf(revision),
    data: dataOf(revision, row),
  };
}

function changed(revision: RevisionOf<'changed'>, rows: Map<string, Known>): ImportedEvent {
  const known = publishedRow(revision, rows);
  const { set, unset } = revision;
  const kept = Object.entries(known.row).filter(([name]) => !unset.includes(name));
  const row = { ...Object.fromEntries(kept), ...set };
  rows.set(keyOf(revision), { ...known, row });
  const fields = [...Object.keys(set), ...unset].join(', ');
  return correction(revision, known.fact, row, `published with other values: ${fields}`);
}

function gone(revision: RevisionOf<'gone'>, rows: Map<string, Known>): ImportedEvent {
  const known = publishedRow(revision, rows);
  rows.set(keyOf(revision), { ...known, published: false });
  return {
    ...recorded(revision),
    id: aimedId(revision, known.fact),
    type: 'FactRetracted',
    occurred: revision.recorded_at,
    data: { target: known.fact, reason: 'no longer published', sources: sourcesOf(revision) },
  };
}

function unreadable(revision: RevisionOf<'unparsable'>): ImportedEvent {
  const data: UnreadableVersionPublishedData = {
    title: `A version that cannot be read: ${fileOf(revision)}`,
    about: [],
    sources: sourcesOf(revision),
    file: fileOf(revision),
    error: revision.error,
  };
  return {
    ...recorded(revision),
    id: `${streamOf(revision)}.unreadable.${compact(revision.recorded_at)}`,
    type: 'UnreadableVersionPublished',
    occurred: revision.recorded_at,
    data,
  };
}

function correction(
  revision: RevisionOf<'new' | 'changed'>,
  target: string,
  row: LossesRow,
  reason: string,
): ImportedEvent {
  const restated = revision.kind === 'new' ? { occurred: dayOf(revision) } : {};
  return {
    ...recorded(revision),
    id: aimedId(revision, target),
    type: 'FactCorrected',
    occurred: revision.recorded_at,
    data: { target, reason, sources: sourcesOf(revision), data: dataOf(revision, row), ...restated },
  };
}

function dataOf(revision: RevisionOf<'new' | 'changed'>, row: LossesRow): LossesPublishedData {
  const at = /#dup(\d+)$/.exec(revision.date)?.[1];
  return {
    title: `Losses claimed for ${dayOf(revision)}: ${fileOf(revision)}`,
    about: ['actor:russia'],
    sources: sourcesOf(revision),
    file: fileOf(revision),
    row,
    ...(at === undefined ? {} : { duplicateAt: Number(at) }),
  };
}

function recorded(revision: Revision) {
  const { recorded_at, place } = revision;
  return { stream: streamOf(revision), recordedAt: parseInstant(recorded_at), place };
}

function sourcesOf({ commit, file, recorded_at }: Revision) {
  return [
    {
      publisher: '2022-Ukraine-Russia-War-Dataset',
      attributedTo: 'actor:ukraine-general-staff',
      url: `https://github.com/PetroIvaniuk/2022-Ukraine-Russia-War-Dataset/blob/${commit}/${file}`,
      publishedAt: recorded_at,
    },
  ];
}

/** Returns the name of a file without what all of them share: `data/russia_losses_equipment.json` is `equipment`. */
export function fileOf({ file }: { readonly file: string }): string {
  return file.replace(/^(?:data\/)?russia_losses_|\.json$/g, '').replaceAll('_', '-');
}

function streamOf(revision: Revision): string {
  return `losses-${fileOf(revision)}`;
}

function publishedRow(revision: RevisionOf<'changed' | 'gone'>, rows: ReadonlyMap<string, Known>): Known {
  const known = rows.get(keyOf(revision));
  if (known?.published === true) return known;
  throw misfit(revision, `is not published and cannot be ${revision.kind}`);
}

function misfit({ place, date: row }: RevisionOf<'new' | 'changed' | 'gone'>, why: string): TimelineError {
  return new TimelineError('invalid-event', `${place}: the row ${row} ${why}`, { place });
}

function dayOf({ date: row }: RevisionOf<'new' | 'changed'>): string {
  return row.slice(0, 'yyyy-mm-dd'.length);
}

function aimedId({ recorded_at }: Revision, fact: string): string {
  return `${fact}-${compact(recorded_at)}`;
}

function compact(instant: string): string {
  return instant.replaceAll(/[-:]/g, '');
}
