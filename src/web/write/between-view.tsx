import { useEffect, useRef } from 'preact/hooks';

import type { CloudEvent } from '../../client/index.ts';
import { formatTime } from '../format/times.ts';
import type { PageModel } from '../model.ts';
import { memberOf, textOf } from '../panels/shared/json.ts';
import { capitalised, wordsOf } from '../panels/shared/names.ts';
import { writeTexts as texts } from '../texts/write.ts';
import type { Between } from './work/between.ts';
import type { Writing } from './work/writing.ts';

/** What is shown where somebody was faster, and what can be done about it. */
export interface BetweenViewProps {
  readonly model: PageModel;
  readonly writing: Writing;
  readonly between: Between;
  readonly onLook: (id: string, position: number) => void;
  readonly onTop: () => void;
  readonly onAnew: () => void;
}

/** What was recorded in the stream since the form was opened: it can be looked at, and written on top of. */
export function BetweenView(props: BetweenViewProps) {
  const { model, writing, between, onLook, onTop, onAnew } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus({ preventScroll: true });
    heading.current?.parentElement?.scrollIntoView({ block: 'start' });
  }, [between]);
  const { zone } = model.view.value;
  return (
    <section class="write-between" aria-labelledby="write-between">
      <h3 id="write-between" tabIndex={-1} ref={heading}>
        {texts.faster}
      </h3>
      <p>{texts.fasterLead(writing.draft.value.stream, between.count)}</p>
      <ul>
        {between.events.map((event) => (
          <li key={event.id}>
            <strong>{titleOf(event)}</strong>
            <span class="write-hint">
              {capitalised(wordsOf(event.type))} ·{' '}
              {texts.recordedAt(formatTime(Date.parse(event.recordedtime ?? ''), zone))}
            </span>
            <button
              type="button"
              class="button"
              aria-label={texts.lookAtIt(titleOf(event))}
              onClick={() =>
                onLook(textOf(memberOf(event.data, 'target')) ?? event.id, Number(event.sequence ?? 0))
              }
            >
              {texts.look}
            </button>
          </li>
        ))}
      </ul>
      {between.isAboutSame && <p>{texts.fasterSame}</p>}
      {between.saysSame && <p>{texts.fasterMine}</p>}
      <div class="write-tools">
        <button type="button" class="button" onClick={onTop}>
          {texts.onTop}
        </button>
        {between.isAboutSame && (
          <button type="button" class="button" onClick={onAnew}>
            {texts.anew}
          </button>
        )}
      </div>
    </section>
  );
}

function titleOf({ data }: CloudEvent): string {
  return textOf(memberOf(data, 'title')) ?? textOf(memberOf(data, 'reason')) ?? texts.noTitle;
}
