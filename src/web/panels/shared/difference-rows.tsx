import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import type { Difference } from './differences.ts';
import { FactLink } from './fact-link.tsx';
import { pathWords } from './path-words.ts';
import { ValueText } from './value-text.tsx';

/** What differences are shown of. */
export interface DifferenceRowsProps {
  readonly model: PageModel;
  readonly differences: readonly Difference[];
}

/** Values that differ: the path in words, then before and after; what was not there is said. */
export function DifferenceRows({ model, differences }: DifferenceRowsProps) {
  return (
    <ul class="differences">
      {differences.map(({ steps, before, after, fact }) => {
        const words = pathWords(steps, panelTexts.pathTerms, panelTexts.nth);
        return (
          <li key={steps.join('/')} class="difference">
            <span class="difference-path">
              {fact === undefined ? words : <FactLink model={model} id={fact} title={words} />}
            </span>
            <span class="difference-values">
              <del class={before === undefined ? 'is-nothing' : undefined}>
                <ValueText value={before} />
              </del>{' '}
              <span class="arrow" aria-hidden="true">
                →
              </span>
              <span class="unseen">{panelTexts.value.becomes}</span>{' '}
              <ins class={after === undefined ? 'is-nothing' : undefined}>
                <ValueText value={after} />
              </ins>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
