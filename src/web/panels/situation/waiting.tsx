import { panelTexts } from '../../texts/panels.ts';
import { harms } from './figures.ts';

/** The room of the situation before the first answer: as many cards as there will be at least, with nothing in them. */
export function Waiting() {
  return (
    <div class="situation is-waiting">
      <p class="unseen">{panelTexts.loading}</p>
      <div aria-hidden="true">
        <p class="group-title">{panelTexts.situation.people}</p>
        <div class="number-cards number-cards-people">
          {harms.slice(0, 2).map((harm) => (
            <div key={harm} class="number-card" />
          ))}
        </div>
        {['drone', 'missile'].map((name) => (
          <div key={name}>
            <p class="group-title">{panelTexts.classOf(name)}</p>
            <div class="number-cards number-cards-munitions">
              <div class="number-card" />
              <div class="number-card" />
              <div class="number-card" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
