import { useState } from 'preact/hooks';

import type { PageModel, ScrubbedMoment } from '../../model.ts';
import { sentenceOf } from '../../model/fault.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { beforeLastCorrection, dayMs, positionKnownBy } from './moments.ts';

/** Moments to compare with that are asked for most: each leaves one clock where it is. */
export function Presets({ model }: { readonly model: PageModel }) {
  const texts = morePanelTexts.compare;
  const [isAsking, setAsking] = useState(false);
  const moment = model.moment.value;
  const at = model.at;
  const corrected = beforeLastCorrection(model.marks.value.marks, at.value.position);
  const choose = (compared: ScrubbedMoment) => model.change({ compared }, 'push');
  const knownDayEarlier = async () => {
    if (isAsking) return;
    setAsking(true);
    try {
      const recordedAt = await recordedAtOf(model, at.peek().position);
      choose({ asOf: moment.asOf, knownAt: await positionKnownBy(model.client, recordedAt - dayMs) });
    } catch (error) {
      model.tell(sentenceOf(error));
    } finally {
      setAsking(false);
    }
  };
  return (
    <div class="presets" role="group" aria-label={texts.presets}>
      <button
        type="button"
        class="button"
        disabled={corrected === undefined}
        title={corrected === undefined ? texts.noCorrection : undefined}
        onClick={() => corrected !== undefined && choose({ asOf: moment.asOf, knownAt: corrected })}
      >
        {texts.beforeCorrection}
      </button>
      <button
        type="button"
        class="button"
        onClick={() => choose({ asOf: at.peek().asOf - dayMs, knownAt: moment.knownAt })}
      >
        {texts.dayEarlier}
      </button>
      <button type="button" class="button" aria-disabled={isAsking} onClick={() => void knownDayEarlier()}>
        {texts.knownDayEarlier}
      </button>
    </div>
  );
}

/** Asks when the last event up to a position was recorded; now where nothing was. */
async function recordedAtOf({ client, now }: PageModel, position: number): Promise<number> {
  const { commits } = await client.commits({ before: position + 1, order: 'newest-first', limit: 1 });
  const [commit] = commits;
  return commit === undefined ? now.peek() : Date.parse(commit.recordedAt);
}
