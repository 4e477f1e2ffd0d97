import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { useTimes } from '../shared/times.ts';
import { Unbroken } from '../shared/unbroken.tsx';
import type { Recorded } from '../shared/use-mentions.ts';

/** What is told of the recording of a fact. */
export interface RecordedLineProps {
  readonly model: PageModel;
  /** When it was recorded first. */
  readonly recorded: Recorded | undefined;
  /** When it was corrected last, where it was. */
  readonly corrected: Recorded | undefined;
}

/** When a fact was recorded, and when it was corrected last, each with its position. */
export function RecordedLine({ model, recorded, corrected }: RecordedLineProps) {
  const times = useTimes(model);
  const { recordedAt, position, explanation } = panelTexts;
  return (
    <span class="step-times">
      {recorded !== undefined && (
        <Unbroken text={`${recordedAt(times.long(recorded.at))}, ${position(recorded.position)}`} />
      )}
      {corrected !== undefined && (
        <>
          {recorded !== undefined && '; '}
          <Unbroken
            text={`${explanation.correctedAt(times.long(corrected.at))}, ${position(corrected.position)}`}
          />
        </>
      )}
    </span>
  );
}
