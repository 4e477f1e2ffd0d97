import type { MomentOut } from '../../client/index.ts';
import { shareTexts } from '../texts/share.ts';
import type { Format } from './formats.ts';
import type { FactsRead } from './read-facts.ts';

/** How far an export is. */
export interface ExportProgress {
  readonly facts: number;
  /** When the last fact that was written began, in milliseconds of the Unix epoch; undefined before the first. */
  readonly reached: number | undefined;
}

/** A file of facts; the moment is undefined where nothing was read. */
export interface FactsFile {
  readonly file: Blob;
  readonly facts: number;
  readonly moment: MomentOut | undefined;
}

/** The largest file that a page makes, in bytes: it lies in the memory of the browser until it is saved. */
export const bytesMax = 536_870_912;

/**
 * Writes facts into a file as they come, and tells after each page how far it is.
 *
 * Of the facts themselves no more than one page is kept: what is written goes to the browser page by page. Throws an error with a sentence where it
 * would be more than `mostBytes`.
 */
export async function writeFacts(
  pages: AsyncIterable<FactsRead>,
  { mediaType, head, write }: Format,
  hear: (progress: ExportProgress) => void,
  mostBytes = bytesMax,
): Promise<FactsFile> {
  const begun = new Blob([head]);
  const parts = [begun];
  let [facts, bytes] = [0, begun.size];
  let of: MomentOut | undefined;
  for await (const { entries, moment } of pages) {
    const part = new Blob(entries.map((entry) => write(entry, moment)));
    facts += entries.length;
    bytes += part.size;
    of = moment;
    if (bytes > mostBytes) throw new Error(shareTexts.tooLarge(facts, mostBytes));
    parts.push(part);
    const last = entries.at(-1);
    hear({ facts, reached: last === undefined ? undefined : Date.parse(last.occurredfrom) });
  }
  return { file: new Blob(parts, { type: mediaType }), facts, moment: of };
}
