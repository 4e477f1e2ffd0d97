import type { EntryOut } from '../api/wire-fact.ts';
import type { ChangedFactOut } from '../api/wire-live.ts';
import type { FactChange } from '../engine/change-answers.ts';
import { plain } from './plain.ts';

/** How a change of a fact is marked: it came, it went, or it reads otherwise. */
const signs = { added: '+', removed: '-', reread: '~' } as const;

/** What made a change, where that is more than that the fact was stated or its time came. */
const told: Readonly<Record<FactChange['why'], string | undefined>> = {
  stated: undefined,
  occurred: undefined,
  corrected: 'corrected',
  retracted: 'retracted',
  reinstated: 'reinstated',
  certainty: 'certainty',
};

/** Returns the line of a fact in a list: when it occurred, what it is, what is to be said of it, and from whom. */
export function entryLine(entry: EntryOut): string {
  const { occurred, type, id } = entry;
  return spaced([occurred, type, titleOf(entry), marks(markOf(entry), entry), sourcesOf(entry), id]);
}

/** Returns the line of a fact that changed. Where `at` is given, the place on the axis it is played along, it comes first. */
export function changeLine(change: ChangedFactOut, at?: string): string {
  const { occurred, type, title, entry, id } = change;
  const spelled = at === undefined || at === occurred ? '' : `(${occurred})`;
  const why = told[change.why] ?? (entry === undefined ? 'gone' : markOf(entry));
  const reason = change.reason === undefined ? '' : `: ${change.reason}`;
  const mark = marks(why === undefined ? undefined : `${why}${reason}`, entry);
  const when = `${signs[change.change]} ${at ?? occurred}`;
  return spaced([when, type, title, spelled, mark, sourcesOf(entry), id]);
}

/** Returns the lines that say why a state changed. */
export function causeLines(causes: readonly FactChange[], more: boolean): readonly string[] {
  const lines = causes.map(({ why, type, title, id, occurred, reason }) =>
    plain(`${why}: ${spaced([occurred, type, title, id])}${reason === undefined ? '' : `: ${reason}`}`),
  );
  return more ? [...lines, '… and more'] : lines;
}

/** Returns publishers with their grades: `Air Force (B2), AFP`. */
export function publishersText(sources: unknown): string {
  if (!Array.isArray(sources)) return '';
  return sources
    .map(({ publisher, grade }: Readonly<Record<string, unknown>>) =>
      typeof grade === 'string' ? `${String(publisher)} (${grade})` : String(publisher),
    )
    .join(', ');
}

function titleOf({ data }: EntryOut): string {
  return typeof data['title'] === 'string' ? data['title'] : '';
}

function sourcesOf(entry: EntryOut | undefined): string {
  return publishersText(entry?.data['sources']);
}

function markOf({ status }: EntryOut): string | undefined {
  return status === 'stated' ? undefined : status;
}

function marks(mark: string | undefined, entry: EntryOut | undefined): string {
  const all = [mark, entry?.certain === false ? 'uncertain' : undefined].filter((one) => one !== undefined);
  return all.length === 0 ? '' : `[${all.join('; ')}]`;
}

function spaced(parts: readonly string[]): string {
  return plain(parts.filter((part) => part !== '').join('  '));
}
