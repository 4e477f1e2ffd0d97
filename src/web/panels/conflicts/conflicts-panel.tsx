import { morePanelTexts } from '../../texts/more-panels.ts';
import { panelTexts } from '../../texts/panels.ts';
import type { PanelProps } from '../props.ts';
import { Answered, Empty } from '../shared/answered.tsx';
import { useLookedAt } from '../shared/looked-at.ts';
import { fixedMoment } from '../shared/moment.ts';
import { ConflictItem } from './conflict-item.tsx';
import type { Conflict } from './conflict.ts';
import { conflictsOf, withAttackTitle } from './conflict.ts';

import './conflicts.css';

/** The most conflicts that are shown. */
const most = 200;

/** Claims that disagree as of the moment, each with its sides beside each other. */
export function ConflictsPanel({ model }: PanelProps) {
  const texts = morePanelTexts.conflicts;
  const asked = useLookedAt(model.state('conflicts'));
  const situation = model.state('situation').value.answer?.state;
  return (
    <Answered asked={asked}>
      {({ state, moment }) => {
        const conflicts = conflictsOf(state);
        return (
          <div class="conflicts">
            <h2>{texts.lead(conflicts.length)}</h2>
            {conflicts.length === 0 && <Empty title={texts.none} />}
            <ul class="conflict-list">
              {conflicts.slice(0, most).map((conflict: Conflict) => (
                <li key={conflict.key} class="conflict">
                  <ConflictItem
                    model={model}
                    conflict={withAttackTitle(conflict, situation)}
                    moment={fixedMoment(moment)}
                  />
                </li>
              ))}
            </ul>
            {conflicts.length > most && <p class="quiet">{panelTexts.value.entries(conflicts.length)}</p>}
          </div>
        );
      }}
    </Answered>
  );
}
