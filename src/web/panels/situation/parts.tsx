import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { amountText } from '../shared/amount.tsx';
import { partName } from '../shared/names.ts';
import { columns, partsOf } from './figures.ts';

/** What parts of a class are shown of. */
export interface PartsProps {
  readonly model: PageModel;
  readonly state: unknown;
  readonly className: string;
}

/** The most rows of the table: each attack has its own. */
const most = 60;

/** The kinds and models of a class of munitions as reports tell them apart, attack by attack. */
export function Parts({ state, className }: PartsProps) {
  const parts = partsOf(state, className).slice(-most);
  if (parts.length === 0) return null;
  const texts = panelTexts.explanation;
  const several = new Set(parts.map(({ attack }) => attack)).size > 1;
  return (
    <>
      <h3 id="parts-title">{texts.parts}</h3>
      <p class="quiet">{texts.partsNote}</p>
      <div class="table-scroll" role="region" aria-labelledby="parts-title" tabIndex={0}>
        <table class="table">
          <thead>
            <tr>
              {several && <th scope="col">{texts.attack}</th>}
              <th scope="col">{texts.part}</th>
              {columns.map((column) => (
                <th key={column} scope="col" class="is-number">
                  {panelTexts.situation.columns[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parts.map(({ attack, title, part, figures }) => (
              <tr key={`${attack} ${part}`}>
                {several && <td>{title}</td>}
                <th scope="row">{partName(part)}</th>
                {columns.map((column) => (
                  <td key={column} class="is-number">
                    {figures[column] === undefined ? (
                      <span class="quiet">{panelTexts.unknown}</span>
                    ) : (
                      amountText(figures[column])
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
