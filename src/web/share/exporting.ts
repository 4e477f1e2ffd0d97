import type { ReadonlySignal } from '@preact/signals';
import { signal } from '@preact/signals';

import type { PageModel } from '../model.ts';
import { sentenceOf } from '../model/fault.ts';
import { shownWindow } from '../model/window.ts';
import { shareTexts } from '../texts/share.ts';
import { fileName } from './file-name.ts';
import type { FormatName } from './formats.ts';
import { formats } from './formats.ts';
import type { FactsAsked } from './read-facts.ts';
import { readFacts } from './read-facts.ts';
import { save } from './save.ts';
import { writeFacts } from './write-facts.ts';

/** How an export stands. */
export type ExportStand =
  | { readonly kind: 'none' }
  /** `share` is how much of the window is done, from 0 to 1; undefined where that cannot be told. */
  | {
      readonly kind: 'running';
      readonly name: FormatName;
      readonly facts: number;
      readonly share: number | undefined;
    }
  | { readonly kind: 'failed'; readonly sentence: string };

/** The export of facts of a page: one at a time, which goes on while its menu is closed. */
export interface Exporting {
  readonly stand: ReadonlySignal<ExportStand>;
  /** Begins to export what is seen; what is under way is cancelled. */
  begin(name: FormatName, withRetracted: boolean): Promise<void>;
  cancel(): void;
}

const exportings = new WeakMap<PageModel, Exporting>();

/** Returns the export of a page. */
export function exportingOf(model: PageModel): Exporting {
  const there = exportings.get(model);
  if (there !== undefined) return there;
  const made = createExporting(model);
  exportings.set(model, made);
  return made;
}

function createExporting(model: PageModel): Exporting {
  const stand = signal<ExportStand>({ kind: 'none' });
  let ending = new AbortController();
  const cancel = (): void => {
    ending.abort();
    stand.value = { kind: 'none' };
  };
  return {
    stand,
    cancel,
    async begin(name, withRetracted) {
      cancel();
      ending = new AbortController();
      const { signal: mine } = ending;
      const asked = seen(model, withRetracted);
      stand.value = { kind: 'running', name, facts: 0, share: undefined };
      try {
        const pages = readFacts(model.client, asked, mine);
        const { file, facts, moment } = await writeFacts(pages, formats[name], (progress) => {
          if (!mine.aborted) stand.value = { kind: 'running', name, ...told(model, asked, progress) };
        });
        if (mine.aborted || moment === undefined) return;
        stand.value = { kind: 'none' };
        const saved = fileName(moment, name);
        save(file, saved);
        model.tell(shareTexts.savedFacts(facts, saved));
      } catch (error) {
        if (!mine.aborted) stand.value = { kind: 'failed', sentence: sentenceOf(error) };
      }
    },
  };
}

/** Returns what is seen: where the address names no window, that is all there is, also what began at a time that nobody knows. */
function seen({ view, at }: PageModel, withRetracted: boolean): FactsAsked {
  const { filter, window, certainty } = view.peek();
  const { asOf, position } = at.peek();
  return { filter, window, asOf: Math.floor(asOf), position, certainty, withRetracted };
}

function told(
  { view, extent }: PageModel,
  { asOf }: FactsAsked,
  { facts, reached }: { readonly facts: number; readonly reached: number | undefined },
): { readonly facts: number; readonly share: number | undefined } {
  const window = shownWindow(view.peek(), extent.peek());
  if (window === undefined || reached === undefined) return { facts, share: undefined };
  const end = Math.min(window.to, asOf);
  return { facts, share: Math.min(1, Math.max(0, (reached - window.from) / Math.max(1, end - window.from))) };
}
