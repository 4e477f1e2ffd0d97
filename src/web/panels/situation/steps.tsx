import type { ExplanationOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { FactLink } from '../shared/fact-link.tsx';
import { fixedMoment } from '../shared/moment.ts';
import { Sources } from '../shared/sources.tsx';
import { useTimes } from '../shared/times.ts';
import { Unbroken } from '../shared/unbroken.tsx';
import type { Recorded } from '../shared/use-mentions.ts';
import { useMentions } from '../shared/use-mentions.ts';
import { ValueText } from '../shared/value-text.tsx';
import { MayNot } from './may-not.tsx';
import type { Precedence } from './precedence.ts';
import { RecordedLine } from './recorded-line.tsx';
import type { Sum } from './sum.ts';

/** What the steps of an explanation are shown of. */
export interface StepsProps {
  readonly model: PageModel;
  readonly explanation: ExplanationOut;
  /** How they add up, where the value is a number or is counted. */
  readonly sum: Sum | undefined;
  /** The ids of the facts that may not have happened yet. */
  readonly uncertain: ReadonlySet<string>;
  /** With which facts another claim began to count. */
  readonly precedences: ReadonlyMap<string, Precedence>;
}

/** The events that set a value, in history order: what each adds, the value after it, its event, and who says so. */
export function Steps({ model, explanation, sum, uncertain, precedences }: StepsProps) {
  const { steps, earlier, moment } = explanation;
  const revised = steps.filter(({ id, by }) => id !== by).map(({ id }) => id);
  const mentions = useMentions(model, revised, fixedMoment(moment)).answer;
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
          <StepLine
            model={model}
            step={step}
            addend={sum?.addends[index]}
            isUncertain={uncertain.has(step.id)}
            precedence={precedences.get(step.id)}
            first={mentions?.get(step.id)?.recorded}
          />
        </li>
      ))}
    </ol>
  );
}

interface StepLineProps {
  readonly model: PageModel;
  readonly step: ExplanationOut['steps'][number];
  readonly addend: Sum['addends'][number] | undefined;
  readonly isUncertain: boolean;
  readonly precedence: Precedence | undefined;
  /** When its fact was recorded first, of one that was corrected, where that is there. */
  readonly first: Recorded | undefined;
}

function StepLine({ model, step, addend, isUncertain, precedence, first }: StepLineProps) {
  const times = useTimes(model);
  const texts = panelTexts.explanation;
  const { id, title, occurred, recordedAt, status, by, byPosition, reason, sources, correctedFrom } = step;
  const recorded = { at: recordedAt, position: byPosition };
  const isRevised = by !== id;
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
          <RecordedLine
            model={model}
            recorded={isRevised ? first : recorded}
            corrected={isRevised ? recorded : undefined}
          />
        </p>
        {isUncertain && (
          <p>
            <MayNot of="all" />
          </p>
        )}
        {precedence !== undefined && <p class="quiet">{texts.precedence(precedence)}</p>}
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
