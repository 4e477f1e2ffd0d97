import { useEffect, useMemo } from 'preact/hooks';

import { isStreamName } from '../../domain/stream.ts';
import type { PageModel } from '../model.ts';
import { capitalised, wordsOf } from '../panels/shared/names.ts';
import { writeTexts as texts } from '../texts/write.ts';
import { Combobox } from './combobox.tsx';
import { idOfField } from './form-handle.ts';
import type { StreamRevision } from './work/between.ts';
import { revisionOf } from './work/between.ts';
import { createChoosing } from './work/choosing.ts';
import type { Writing } from './work/writing.ts';

/** What is chosen before a new event is written. */
export interface ChooseProps {
  readonly model: PageModel;
  readonly writing: Writing;
  readonly faultAt: (pointer: string) => string | undefined;
  readonly touch: (pointer: string) => void;
  readonly onFailed: (error: unknown) => void;
}

/** The stream that an event belongs to, and its type. */
export function Choose({ model, writing, faultAt, touch, onFailed }: ChooseProps) {
  const { opened, draft, expected } = writing;
  const { stream, type } = draft.value;
  useRevision(model, writing);
  const choose = useMemo(() => createChoosing(model.client, writing), [writing]);
  return (
    <div class="write-choose">
      <Combobox
        id={idOfField('/type')}
        label={texts.type}
        hint={opened.types.find((one) => one.type === type)?.description ?? texts.typeHint}
        fault={faultAt('/type')}
        options={opened.types.map((one) => ({
          value: one.type,
          label: capitalised(wordsOf(one.type)),
          note: one.description,
        }))}
        value={type}
        isFree={false}
        none={texts.noType}
        onChoose={(name) => void choose(name).catch(onFailed)}
        onLeave={() => touch('/type')}
      />
      <Combobox
        id={idOfField('/stream')}
        label={texts.stream}
        hint={streamHint(stream, expected.value)}
        fault={faultAt('/stream')}
        options={opened.streams.map((name) => ({ value: name, label: name }))}
        value={stream}
        isFree
        onChoose={(name) => writing.change({ ...draft.peek(), stream: name })}
        onLeave={() => touch('/stream')}
      />
    </div>
  );
}

/** How long typing the name of a stream must rest before it is looked up, in milliseconds. */
const restMs = 150;

function streamHint(stream: string, expected: StreamRevision | undefined): string {
  if (expected === undefined || expected.stream !== stream) return texts.streamHint;
  return typeof expected.revision === 'number' ? texts.streamAt(expected.revision) : texts.streamNew;
}

/** The revision that the append must find is that of when the stream was chosen: a draft that was kept has its own. */
function useRevision(model: PageModel, writing: Writing): void {
  const { draft, expected } = writing;
  const { stream } = draft.value;
  useEffect(() => {
    if (!isStreamName(stream) || expected.peek()?.stream === stream) return undefined;
    const timer = setTimeout(() => {
      revisionOf(model.client, stream).then(
        (revision) => {
          if (draft.peek().stream === stream) expected.value = { stream, revision };
        },
        // It is looked up when it is sent.
        () => undefined,
      );
    }, restMs);
    return () => clearTimeout(timer);
  }, [stream]);
}
