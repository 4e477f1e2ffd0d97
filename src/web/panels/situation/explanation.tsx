import type { ExplanationOut, MomentOut } from '../../../client/index.ts';
import { appendPointer, stepsOfPointer, valueAt } from '../../../domain/json-pointer.ts';
import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { Answered } from '../shared/answered.tsx';
import type { Figure } from '../shared/figure.ts';
import { figureOf } from '../shared/figure.ts';
import { useFocusTaken } from '../shared/focus-taken.ts';
import { pathWords } from '../shared/path-words.ts';
import { ValueText } from '../shared/value-text.tsx';
import { Claims } from './claims.tsx';
import type { ListName } from './entries.ts';
import { countOf, listNames } from './entries.ts';
import { MayNot } from './may-not.tsx';
import { Parts } from './parts.tsx';
import type { Precedence } from './precedence.ts';
import { precedencesOf } from './precedence.ts';
import { Steps } from './steps.tsx';
import { SumLine } from './sum-line.tsx';
import { countedSum, sumOf } from './sum.ts';
import { uncertainPart } from './uncertain.ts';
import { useExplanation } from './use-explanation.ts';

/** What an explanation is shown of. */
export interface ExplanationProps {
  readonly model: PageModel;
  /** JSON Pointer into the situation. */
  readonly path: string;
  readonly state: unknown;
  readonly moment: MomentOut;
  /** The ids of the facts that may not have happened yet. */
  readonly uncertain: ReadonlySet<string>;
}

/** Where a value of the situation comes from: the events that set it, what each adds, and whether that adds up to it. */
export function Explanation({ model, path, state, moment, uncertain }: ExplanationProps) {
  const heading = useFocusTaken<HTMLHeadingElement>();
  const explained = useExplanation(model, path, moment);
  const steps = stepsIn(path);
  const texts = panelTexts.explanation;
  const figure = steps.at(-1) === 'best' ? figureOf(valueAt(state, steps.slice(0, -1))) : undefined;
  // What stands behind the number: of its claims more than one may count in turn.
  const behind = useExplanation(
    model,
    steps.slice(0, -1).reduce(appendPointer, ''),
    figure === undefined ? undefined : moment,
  ).answer;
  const isMunition = steps[0] === 'munitions' && steps[1] !== undefined;
  const close = () => model.change({ explained: undefined }, 'push');
  return (
    <section
      class="explanation"
      aria-labelledby="explanation-title"
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <button type="button" class="back" onClick={close}>
        <span aria-hidden="true">←</span> {texts.back}
      </button>
      <h2 ref={heading} id="explanation-title" tabIndex={-1} data-focus>
        {titleOf(steps)}
      </h2>
      <Answered asked={explained}>
        {(explanation) => (
          <Told
            model={model}
            explanation={explanation}
            figure={figure}
            steps={steps}
            uncertain={uncertain}
            precedences={behind === undefined ? noPrecedences : precedencesOf(behind)}
          />
        )}
      </Answered>
      {figure !== undefined && (
        <Claims model={model} claims={figure.claims} moment={moment} uncertain={uncertain} />
      )}
      {isMunition && <Parts model={model} state={state} className={steps[1] ?? ''} />}
    </section>
  );
}

const noPrecedences: ReadonlyMap<string, Precedence> = new Map();

/** Names a value as its card does, and else by the words of its path. */
function titleOf(steps: readonly string[]): string {
  const [first = '', second = '', third = '', ...rest] = steps;
  if (isList(first) && second === '') return panelTexts.situation.list(first).title;
  const { columns } = panelTexts.situation;
  if (first === 'munitions' && Object.hasOwn(columns, third) && rest.every((step) => step === 'best'))
    return panelTexts.situation.ofClass(panelTexts.classOf(second), columns[third as keyof typeof columns]);
  const { harms } = panelTexts.situation;
  if (first === 'casualties' && Object.hasOwn(harms, second)) return harms[second as keyof typeof harms];
  return pathWords(steps, panelTexts.pathTerms, panelTexts.nth);
}

function isList(name: string): name is ListName {
  return listNames.some((list) => list === name);
}

interface ToldProps {
  readonly model: PageModel;
  readonly explanation: ExplanationOut;
  readonly figure: Figure | undefined;
  readonly steps: readonly string[];
  readonly uncertain: ReadonlySet<string>;
  readonly precedences: ReadonlyMap<string, Precedence>;
}

function Told({ model, explanation, figure, steps, uncertain, precedences }: ToldProps) {
  const [list = ''] = steps;
  const sum =
    sumOf(explanation) ??
    (steps.length === 1 && isList(list)
      ? countedSum(explanation, (value) => countOf(list, value))
      : undefined);
  const texts = panelTexts.explanation;
  return (
    <>
      <p class="explained-value">
        {sum?.shown === undefined ? (
          <ValueText value={explanation.value} />
        ) : (
          <span class="number-card-best">{panelTexts.number(sum.shown)}</span>
        )}
        {figure !== undefined && figure.low < figure.high && (
          <span class="number-card-range"> {panelTexts.range(figure.low, figure.high)}</span>
        )}
      </p>
      {figure !== undefined && <MayNot of={uncertainPart(figure, uncertain)} />}
      {explanation.standing !== 'present' && (
        <p>{explanation.standing === 'never' ? texts.never : texts.gone}</p>
      )}
      {sum !== undefined && explanation.steps.length > 0 && <SumLine sum={sum} />}
      {explanation.steps.length > 0 && (
        <>
          <h3>{texts.steps(explanation.steps.length, explanation.earlier !== undefined)}</h3>
          <Steps
            model={model}
            explanation={explanation}
            sum={sum}
            uncertain={uncertain}
            precedences={precedences}
          />
        </>
      )}
    </>
  );
}

/** An address may hold anything: what is no pointer leads nowhere. */
function stepsIn(path: string): readonly string[] {
  try {
    return stepsOfPointer(path);
  } catch {
    return [];
  }
}
