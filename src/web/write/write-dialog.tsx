import '../shell/sheet.css';
import './write.css';
import { useEffect, useRef } from 'preact/hooks';

import type { FactOut } from '../../client/index.ts';
import type { PageModel } from '../model.ts';
import { memberOf, textOf } from '../panels/shared/json.ts';
import { Icon } from '../parts/icon.tsx';
import { writeTexts as texts } from '../texts/write.ts';
import { focusField } from './form-handle.ts';
import type { WriteKind } from './form/form-schema.ts';
import type { WriteOpening } from './opening.ts';
import { useWriting } from './use-writing.ts';
import { showRecorded } from './work/show-recorded.ts';
import type { Writing } from './work/writing.ts';
import { WriteForm } from './write-form.tsx';

/** What the dialog is shown with. */
export interface WriteDialogProps {
  readonly model: PageModel;
  readonly opening: WriteOpening;
  readonly onClose: () => void;
}

/** The dialog in which events are written: a new one, a correction, a retraction, a reinstatement. */
export function WriteDialog({ model, opening, onClose }: WriteDialogProps) {
  const { fact, opener } = opening;
  const sheet = useRef<HTMLDialogElement>(null);
  const { writing, failed, attempt, isGoneOn, fail, again, forget, isKept } = useWriting(model, opening);
  useEffect(() => sheet.current?.showModal(), []);
  useEffect(() => {
    if (writing !== undefined) focusFirst(writing);
  }, [writing]);
  const shut = (): void => {
    // What is outside of a dialog takes no focus while it is open.
    sheet.current?.close();
    onClose();
    if (opener.isConnected) opener.focus();
  };
  const close = (): void => {
    shut();
    if (isKept()) model.tell(texts.kept);
  };
  const discard = (): void => {
    forget();
    model.tell(texts.discarded);
    again();
  };
  const kind = writing?.opened.kind ?? opening.kind;
  return (
    <dialog
      ref={sheet}
      class="sheet write-sheet"
      aria-labelledby="write-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <div class="sheet-head">
        <h2 id="write-title">{texts.title(kind)}</h2>
        <button
          type="button"
          class="button bare"
          aria-label={texts.close}
          title={texts.close}
          onClick={close}
        >
          <Icon name="close" />
        </button>
      </div>
      <Lead kind={kind} asked={opening.kind} fact={fact} onDiscard={isGoneOn ? discard : undefined} />
      {failed !== undefined && (
        <p class="write-lead" role="alert">
          {texts.failed(failed)}{' '}
          <button type="button" class="button" onClick={again}>
            {texts.again}
          </button>
        </p>
      )}
      {writing === undefined && failed === undefined && <p class="write-lead">{texts.loading}</p>}
      {writing !== undefined && (
        <WriteForm
          key={attempt}
          model={model}
          writing={writing}
          fact={fact?.id ?? ''}
          onRecorded={(id, position) => {
            forget();
            shut();
            const done = texts.done(writing.opened.kind, titleOf(writing, fact));
            // What the page tells of any event that comes is told before.
            void showRecorded(model, id, position).then(() => model.tell(done));
          }}
          onLook={(id, position) => {
            close();
            void showRecorded(model, id, position);
          }}
          onAnew={discard}
          onFailed={fail}
        />
      )}
    </dialog>
  );
}

interface LeadProps {
  readonly kind: WriteKind;
  /** What the button that was pressed is for. */
  readonly asked: WriteKind;
  readonly fact: FactOut | undefined;
  readonly onDiscard: (() => void) | undefined;
}

/** What the form is for and about, what became of the fact since its button was pressed, and whose draft it is. */
function Lead({ kind, asked, fact, onDiscard }: LeadProps) {
  return (
    <div class="write-lead">
      {fact !== undefined && <p>{texts.about(textOf(fact.data['title']) ?? texts.noTitle)}</p>}
      <p class="write-hint">{texts.lead(kind)}</p>
      {asked !== kind && (
        <p class="write-note">{kind === 'reinstate' ? texts.nowRetracted : texts.nowHolds}</p>
      )}
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

function focusFirst({ opened }: Writing): void {
  if (opened.kind === 'append') focusField('/type');
  else focusField(opened.kind === 'correct' ? '/occurred' : '/reason');
}

function titleOf(writing: Writing, fact: FactOut | undefined): string {
  const { data } = writing.draft.peek().value;
  return textOf(memberOf(data, 'title')) ?? textOf(fact?.data['title']) ?? texts.noTitle;
}
