import { isEmptyFilter, noFilter } from '../model/view.ts';
import { timelineTexts } from '../texts/timeline.ts';
import { windowOf } from './moving-window.ts';
import type { Painting } from './painting.ts';
import { Spread } from './spread.tsx';

/** What is said where readings are being loaded, are none, are too many, or could not be had. */
export function States({ painting }: { readonly painting: Painting }) {
  const { model } = painting;
  const { kind, marks, inAll, fault } = model.marks.value;
  const { states, tools } = timelineTexts;
  if (kind === 'failed')
    return (
      <div class="timeline-state" role="alert">
        <div>
          <strong>{states.failed}</strong>
          <p>{fault}</p>
          <button type="button" class="button" onClick={() => model.retry()}>
            {states.again}
          </button>
        </div>
      </div>
    );
  if (kind === 'too-many' && marks.count === 0)
    return (
      <div class="timeline-state">
        <Spread painting={painting} />
        <div>
          <strong>{states.tooMany(inAll)}</strong>
          <p>{states.tooManyMore}</p>
        </div>
      </div>
    );
  if (marks.count > 0) return null;
  if (kind === 'loading')
    return (
      <div class="timeline-state">
        <div>{states.loading}</div>
      </div>
    );
  const isFiltered = !isEmptyFilter(model.view.value.filter);
  return (
    <div class="timeline-state">
      <div>
        <strong>{states.empty}</strong>
        <p>{isFiltered ? states.emptyMore : states.emptyWindow}</p>
        {isFiltered && (
          <button type="button" class="button" onClick={() => model.change({ filter: noFilter }, 'push')}>
            {states.clear}
          </button>
        )}
        <button type="button" class="button" onClick={() => windowOf(model).fit()}>
          {tools.fit}
        </button>
      </div>
    </div>
  );
}
