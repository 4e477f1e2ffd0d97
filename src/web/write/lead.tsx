import { useState } from 'preact/hooks';

import type { FactOut } from '../../client/index.ts';
import type { PageModel } from '../model.ts';
import { textOf } from '../panels/shared/json.ts';
import { writeTexts as texts } from '../texts/write.ts';
import type { WriteKind } from './form/form-schema.ts';
import { draftName, keepDraft } from './work/drafts.ts';

/** What stands above a form. */
export interface LeadProps {
  readonly model: PageModel;
  readonly kind: WriteKind;
  /** What the button that was pressed is for. */
  readonly asked: WriteKind;
  readonly fact: FactOut | undefined;
  /** What was begun about the fact and cannot be recorded as it is now. */
  readonly waiting: readonly WriteKind[];
  /** Discards the draft that is gone on with; undefined where there is none. */
  readonly onDiscard: (() => void) | undefined;
}

/** What the form is for and about, what became of the fact since its button was pressed, and whose draft it is. */
export function Lead({ model, kind, asked, fact, waiting, onDiscard }: LeadProps) {
  return (
    <div class="write-lead">
      {fact !== undefined && <p>{texts.about(textOf(fact.data['title']) ?? texts.noTitle)}</p>}
      <p class="write-hint">{texts.lead(kind)}</p>
      {asked !== kind && (
        <p class="write-note">{kind === 'reinstate' ? texts.nowRetracted : texts.nowHolds}</p>
      )}
      {waiting.map((one) => (
        <Waiting key={one} model={model} name={draftName(one, fact?.id)} kind={one} />
      ))}
      {onDiscard !== undefined && (
        <p class="write-note">
          {texts.goneOn}{' '}
          <button type="button" class="button" onClick={onDiscard}>
            {texts.discard}
          </button>
        </p>
      )}
    </div>
  );
}

interface WaitingProps {
  readonly model: PageModel;
  readonly name: string;
  readonly kind: WriteKind;
}

/** What was begun before the fact became what it is: it can wait, or be given up. */
function Waiting({ model, name, kind }: WaitingProps) {
  const [isGone, setGone] = useState(false);
  if (isGone) return null;
  return (
    <p class="write-note">
      {texts.waits(kind)}{' '}
      <button
        type="button"
        class="button"
        onClick={({ currentTarget }) => {
          // The button goes, and the focus with it.
          currentTarget.closest('dialog')?.querySelector<HTMLElement>('.sheet-head .button')?.focus();
          keepDraft(model.client, name, undefined);
          model.tell(texts.discarded);
          setGone(true);
        }}
      >
        {texts.discardOther(kind)}
      </button>
    </p>
  );
}
