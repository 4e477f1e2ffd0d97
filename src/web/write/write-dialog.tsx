import '../shell/sheet.css';
import './write.css';
import { useEffect, useRef } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { Icon } from '../parts/icon.tsx';
import { Toast } from '../shell/toast.tsx';
import { writeTexts as texts } from '../texts/write.ts';
import { focusField } from './form-handle.ts';
import { Lead } from './lead.tsx';
import type { WriteOpening } from './opening.ts';
import { useWriting } from './use-writing.ts';
import { keepDraft, keptDraft } from './work/drafts.ts';
import { sendAndSettle } from './work/settling.ts';
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
  const { begun, failed, attempt, fail, again, isOpen } = useWriting(model, opening);
  const writing = begun?.writing;
  const isKept = (): boolean => begun !== undefined && keptDraft(model.client, begun.name) !== undefined;
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
    if (writing?.stand.peek() === 'sending') model.tell(texts.keptSending);
    else if (isKept()) model.tell(texts.kept);
  };
  const discard = (): void => {
    if (begun !== undefined) keepDraft(model.client, begun.name, undefined);
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
      <Lead
        model={model}
        kind={kind}
        asked={opening.kind}
        fact={fact}
        waiting={begun?.waiting ?? []}
        onDiscard={begun?.isGoneOn === true ? discard : undefined}
      />
      {failed !== undefined && (
        <p class="write-lead" role="alert">
          {texts.failed(failed)}{' '}
          <button type="button" class="button" onClick={again}>
            {texts.again}
          </button>
        </p>
      )}
      {begun === undefined && failed === undefined && <p class="write-lead">{texts.loading}</p>}
      {begun !== undefined && (
        <WriteForm
          key={attempt}
          model={model}
          writing={begun.writing}
          onSend={async () =>
            sendAndSettle({ ...begun, model, fact, isOpen: () => isOpen(begun.writing), close: shut })
          }
          onLook={(id, position) => {
            close();
            void showRecorded(model, id, position);
          }}
          onAnew={discard}
          onFailed={fail}
        />
      )}
      <Toast model={model} onlyNew />
    </dialog>
  );
}

function focusFirst({ opened }: Writing): void {
  if (opened.kind === 'append') focusField('/type');
  else focusField(opened.kind === 'correct' ? '/occurred' : '/reason');
}
