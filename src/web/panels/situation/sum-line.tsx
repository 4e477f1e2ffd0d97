import { panelTexts } from '../../texts/panels.ts';
import type { Sum } from './sum.ts';

/** The most contributions that are written out as a sum. */
const writtenOut = 6;

/** Says whether contributions add up; where they do not, that is said as loudly as it matters. */
export function SumLine({ sum }: { readonly sum: Sum }) {
  const { number, signed } = panelTexts;
  const texts = panelTexts.explanation;
  const total = number(sum.total);
  if (!sum.addsUp)
    return (
      <p class="sum sum-wrong" role="alert">
        <span aria-hidden="true">≠ </span>
        {texts.doesNotAddUp(total, sum.shown === undefined ? panelTexts.unknown : number(sum.shown))}
      </p>
    );
  const shown = sum.addends.slice(0, writtenOut).map(({ contribution }) => signed(contribution));
  const start = sum.start === 0 ? [] : [number(sum.start)];
  const rest = sum.addends.length > writtenOut ? ['…'] : [];
  return (
    <p class="sum">
      <span aria-hidden="true">✓ </span>
      {texts.addsUp([...start, ...shown, ...rest].join(' '), total)}
    </p>
  );
}
