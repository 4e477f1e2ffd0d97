import type { PageModel } from '../../model.ts';
import { isKnown } from '../../model/cut.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import type { LagRange } from './lag.ts';
import { bandCounts, lagSteps } from './lag.ts';
import { lagOf } from './plot.ts';

/** What the bands are counted of. */
export interface BandsProps {
  readonly model: PageModel;
  readonly drawn: Uint32Array;
}

/** What a time that is uncertain or approximate says of how late it was recorded. */
const anyLag: LagRange = { least: 0, most: Infinity };

/** How many of what is known at the moment were recorded how late; what may lie in several bands is counted apart. */
export function Bands({ model, drawn }: BandsProps) {
  const { marks } = model.marks.value;
  const { asOf, position } = model.at.value;
  const texts = morePanelTexts.knowledge;
  const lags: LagRange[] = [];
  for (const index of drawn)
    if ((marks.from[index] ?? Infinity) <= asOf && isKnown(marks, index, position))
      lags.push(marks.qualifier[index] === 0 ? lagOf(marks, index) : anyLag);
  const { counts, unclear } = bandCounts(lags);
  const rows = [
    ...counts.map((count, index) => [bandName(index), count] as const),
    [texts.unclear, unclear] as const,
  ];
  const most = Math.max(1, ...counts, unclear);
  return (
    <>
      <h3 id="bands-title">{texts.bands}</h3>
      <table class="bands" aria-labelledby="bands-title">
        <tbody>
          {rows.map(([name, count]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td class="is-number">{panelTexts.number(count)}</td>
              <td aria-hidden="true">
                <svg class="band-bar" viewBox="0 0 100 10" preserveAspectRatio="none">
                  <rect x="0" y="0" width={(count / most) * 100} height="10" />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function bandName(index: number): string {
  const texts = morePanelTexts.knowledge;
  if (index === 0) return texts.ahead;
  const name = (step: number) => {
    const of = lagSteps[step]?.name;
    return of === undefined ? undefined : texts.lagName(of);
  };
  return texts.band(index === 1 ? undefined : name(index - 2), name(index - 1));
}
