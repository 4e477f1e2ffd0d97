import type { FactOut } from '../../../client/index.ts';
import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { DifferenceRows } from '../shared/difference-rows.tsx';
import { Sources } from '../shared/sources.tsx';
import { useTimes } from '../shared/times.ts';
import type { Reading } from './changes.ts';
import { changesOf } from './changes.ts';

/** What the readings of a fact are shown of. */
export interface ReadingsProps {
  readonly model: PageModel;
  readonly fact: FactOut;
}

/** Every reading of a fact, the latest first: from which position it held, why it came, what it changed, and from whom it is. */
export function Readings({ model, fact: { readings } }: ReadingsProps) {
  return (
    <>
      <p class="quiet">{panelTexts.fact.readingsLead(readings.length)}</p>
      <ol class="readings" reversed>
        {readings.toReversed().map((reading, index) => (
          <li key={reading.number} class={`reading reading-${reading.status}`}>
            <ReadingItem model={model} reading={reading} before={readings.at(-2 - index)} />
          </li>
        ))}
      </ol>
    </>
  );
}

interface ReadingItemProps {
  readonly model: PageModel;
  readonly reading: Reading;
  readonly before: Reading | undefined;
}

/** The most changes of one reading that are listed. */
const most = 30;

function ReadingItem({ model, reading, before }: ReadingItemProps) {
  const times = useTimes(model);
  const texts = panelTexts.fact;
  const { status, recordedFrom, recordedTo, recordedAt, reason, sources } = reading;
  const changes = before === undefined ? [] : changesOf(before, reading);
  return (
    <>
      <p class="reading-head">
        <span class={`badge badge-${status}`}>{panelTexts.statusOf(status)}</span>{' '}
        {panelTexts.recordedAt(times.long(recordedAt))}
      </p>
      <p class="quiet">
        {recordedTo === undefined ? texts.holdsFrom(recordedFrom) : texts.held(recordedFrom, recordedTo)}
        {recordedTo === undefined && `, ${texts.holds}`}
      </p>
      {reason !== undefined && <p>{panelTexts.explanation.reason(reason)}</p>}
      {before !== undefined && changes.length === 0 && status !== 'retracted' && (
        <p class="quiet">{texts.nothingChanged}</p>
      )}
      {changes.length > 0 && (
        <>
          <p class="reading-changed">{texts.changed}</p>
          <DifferenceRows model={model} differences={changes.slice(0, most)} />
          {changes.length > most && <p class="quiet">{texts.changedMore(changes.length - most)}</p>}
        </>
      )}
      <Sources sources={sources} />
    </>
  );
}
