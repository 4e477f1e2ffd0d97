import type { ComponentChildren, VNode } from 'preact';

import type { Asked } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';

/** What an answer that is waited for is shown with. */
export interface AnsweredProps<Told> {
  readonly asked: Asked<Told> & { readonly again?: () => void };
  /** What stands in its place until the first answer; it takes as much room. */
  readonly waiting?: ComponentChildren;
  readonly children: (answer: Told) => ComponentChildren;
}

/**
 * Shows an answer of the server: while the next one is on its way the last one stays where it is, dimmed; where it failed, the reason stands
 * above it with a way to ask again.
 */
export function Answered<Told>({ asked, waiting, children }: AnsweredProps<Told>): VNode {
  const { state, answer, fault } = asked;
  const isDim = state !== 'there' && answer !== undefined;
  return (
    <div class={isDim ? 'answered is-dim' : 'answered'} aria-busy={state === 'loading'}>
      {state === 'failed' && (
        <Fault sentence={fault ?? ''} hasLast={answer !== undefined} again={asked.again} />
      )}
      {answer !== undefined
        ? children(answer)
        : state === 'loading' && (waiting ?? <p class="panel-loading">{panelTexts.loading}</p>)}
    </div>
  );
}

/** What is told of an answer that could not be had. */
export interface FaultProps {
  readonly sentence: string;
  /** Whether the answer had before is still shown. */
  readonly hasLast?: boolean;
  readonly again?: (() => void) | undefined;
}

/** Says why something could not be had, and lets ask again. */
export function Fault({ sentence, hasLast = false, again }: FaultProps) {
  return (
    <div class="panel-fault" role="alert">
      <p>
        {panelTexts.failed(sentence)}
        {hasLast && ` ${panelTexts.stale}`}
      </p>
      {again !== undefined && (
        <button type="button" class="button" onClick={again}>
          {panelTexts.again}
        </button>
      )}
    </div>
  );
}

/** What is shown where there is nothing to show. */
export function Empty({ title, more }: { readonly title: string; readonly more?: string }) {
  return (
    <div class="panel-empty">
      <p class="panel-empty-title">{title}</p>
      {more !== undefined && <p>{more}</p>}
    </div>
  );
}
