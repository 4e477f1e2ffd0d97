import { useState } from 'preact/hooks';

import type { PageModel, ScrubbedMoment } from '../../model.ts';
import { knownBefore } from '../../model/commit-asking.ts';
import { sentenceOf } from '../../model/fault.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import { dayMs, knownDayEarlier, lastCorrection } from './moments.ts';

/** Moments to compare with that are asked for most: each leaves one clock where it is. */
export function Presets({ model }: { readonly model: PageModel }) {
  const texts = morePanelTexts.compare;
  const [isAsking, setAsking] = useState(false);
  const moment = model.moment.value;
  const at = model.at;
  const corrected = lastCorrection(model.marks.value.marks, at.value.position);
  const choose = (compared: ScrubbedMoment) => model.change({ compared }, 'push');
  const chooseKnown = async (find: () => Promise<number>) => {
    if (isAsking) return;
    setAsking(true);
    try {
      choose({ asOf: moment.asOf, knownAt: await find() });
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
        onClick={() => corrected !== undefined && void chooseKnown(async () => knownBefore(model, corrected))}
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
      <button
        type="button"
        class="button"
        aria-disabled={isAsking}
        onClick={() => void chooseKnown(async () => knownDayEarlier(model))}
      >
        {texts.knownDayEarlier}
      </button>
    </div>
  );
}
