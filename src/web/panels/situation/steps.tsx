import type { ExplanationOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { FactLink } from '../shared/fact-link.tsx';
import { Sources } from '../shared/sources.tsx';
import { useTimes } from '../shared/times.ts';
import { Unbroken } from '../shared/unbroken.tsx';
import { ValueText } from '../shared/value-text.tsx';
import type { Sum } from './sum.ts';

/** What the steps of an explanation are shown of. */
export interface StepsProps {
  readonly model: PageModel;
  readonly explanation: ExplanationOut;
  /** How they add up, where the value is a number or is counted. */
  readonly sum: Sum | undefined;
}

/** The events that set a value, in history order: what each adds, the value after it, its event, and who says so. */
export function Steps({ model, explanation, sum }: StepsProps) {
  const { steps, earlier } = explanation;
  return (
    <ol class="steps">
      {earlier !== undefined && (
        <li class="step step-earlier" key="earlier">
          {sum === undefined
            ? panelTexts.explanation.earlierUnlisted
            : panelTexts.explanation.earlier(sum.start)}
        </li>
      )}
      {steps.map((step, index) => (
        <li class="step" key={`${step.id} ${index}`}>
          <StepLine model={model} step={step} addend={sum?.addends[index]} />
        </li>
      ))}
    </ol>
  );
}

interface StepLineProps {
  readonly model: PageModel;
  readonly step: ExplanationOut['steps'][number];
  readonly addend: Sum['addends'][number] | undefined;
}

function StepLine({ model, step, addend }: StepLineProps) {
  const times = useTimes(model);
  const texts = panelTexts.explanation;
  const { id, title, occurred, recordedAt, status, byPosition, reason, sources, correctedFrom } = step;
  return (
    <>
      <span class="step-value">
        {addend === undefined ? (
          <ValueText value={step.value} />
        ) : (
          <>
            <span class="step-adds">{panelTexts.signed(addend.contribution)}</span>
            <span class="step-after">
              {addend.after === undefined ? texts.takenAway : texts.after(panelTexts.number(addend.after))}
            </span>
          </>
        )}
      </span>
      <div class="step-body">
        <FactLink model={model} id={id} title={title} />
        <p class="step-times">
          <Unbroken text={panelTexts.occurredAt(times.written(occurred))} />
          <br />
          <Unbroken text={panelTexts.recordedAt(times.long(recordedAt))} />, {panelTexts.position(byPosition)}
        </p>
        {status !== 'stated' && (
          <p>
            <span class={`badge badge-${status}`}>{panelTexts.statusOf(status)}</span>
            {reason !== undefined && ` ${texts.reason(reason)}`}
          </p>
        )}
        <Sources sources={sources} />
        {correctedFrom !== undefined && correctedFrom.length > 0 && (
          <>
            <p class="quiet">{texts.correctedFrom}</p>
            <Sources sources={correctedFrom} />
          </>
        )}
      </div>
    </>
  );
}
