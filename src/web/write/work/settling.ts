import type { FactOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { memberOf, textOf } from '../../panels/shared/json.ts';
import { writeTexts as texts } from '../../texts/write.ts';
import type { Draft } from './draft.ts';
import { forgetRecorded, keptDraft } from './drafts.ts';
import { showRecorded } from './show-recorded.ts';
import type { Writing } from './writing.ts';

/** A form that is sent. */
export interface Settling {
  readonly model: Pick<PageModel, 'change' | 'client' | 'head' | 'live' | 'showNewest' | 'tell'>;
  readonly writing: Writing;
  /** The name that its draft is kept under. */
  readonly name: string;
  /** The fact that is written about; undefined for a new event. */
  readonly fact: Pick<FactOut, 'data' | 'id'> | undefined;
  /** Whether the form is still the one that is open: an answer may come long after it was left. */
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

/**
 * Sends a form and sees to what becomes of it: what was recorded is shown, and its draft forgotten.
 *
 * Where the form was left meanwhile, what became of it is told and nothing else: what is open by then is another's.
 */
export async function sendAndSettle({ model, writing, name, fact, isOpen, close }: Settling): Promise<void> {
  const draft = writing.draft.peek();
  const { kind } = writing.opened;
  const title = titleOf(draft, fact);
  const appended = await writing.send();
  const first = appended?.events[0];
  if (first !== undefined) forgetRecorded(model.client, name, draft);
  if (!isOpen()) {
    const late = first === undefined ? texts.notDone(title, whyNot(writing)) : texts.done(kind, title);
    model.tell(late);
  } else if (first !== undefined) {
    const isMore = keptDraft(model.client, name) !== undefined;
    close();
    await showRecorded(model, fact?.id ?? first.id, first.position);
    // What the page tells of any event that comes is told before.
    model.tell(`${texts.done(kind, title)}${isMore ? `. ${texts.kept}` : ''}`);
  }
}

function titleOf({ value }: Draft, fact: Pick<FactOut, 'data'> | undefined): string {
  return textOf(memberOf(value['data'], 'title')) ?? textOf(fact?.data['title']) ?? texts.noTitle;
}

function whyNot({ stand, between, faults }: Writing): string {
  if (stand.peek() === 'lost') return texts.lostLate;
  if (between.peek() !== undefined) return texts.fasterLate;
  return faults.peek()[0]?.sentence ?? '';
}
