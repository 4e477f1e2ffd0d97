import { useComputed } from '@preact/signals';
import { useId } from 'preact/hooks';

import { formatDuration } from '../format/durations.ts';
import { formatTime, speakTime, zoneNameAt } from '../format/times.ts';
import type { PageModel } from '../model.ts';
import { scrubberWindow } from '../model/window.ts';
import { texts } from '../texts.ts';
import { occurredLabels } from './labels.ts';
import { letGo } from './let-go.ts';
import { occurredScale, stepOf } from './scales.ts';
import { readSliderKey } from './slider-keys.ts';
import { Slider } from './slider.tsx';
import { StepButton } from './step-button.tsx';
import { occurredTicks } from './ticks.ts';
import { TimeEntry } from './time-entry.tsx';

/** Reading what is typed comes when somebody begins to. */
const typing = async () => import('./typing.ts');

/** Moves the clock of the world: what had happened. */
export function OccurredScrubber({ model }: { readonly model: PageModel }) {
  const id = useId();
  const { moment: words, dock } = texts.en;
  const { zone } = model.view.value;
  const { asOf } = model.moment.value;
  const now = model.now.value;
  const time = asOf === 'now' ? now : asOf;
  const window = useComputed(() => scrubberWindow(model)).value;
  const scale = occurredScale(window, now);
  const isOutside = asOf !== 'now' && (asOf < window.from || asOf > window.to);
  const position = useComputed(() => model.at.value.position);
  const ticks = useComputed(() => {
    const shown = scrubberWindow(model);
    const { known, unknown } = occurredTicks(
      model.marks.value.marks,
      position.value,
      occurredScale(shown, model.now.value),
      shown,
    );
    return [known, unknown];
  }).value;

  return (
    <div class="scrubber occurred">
      <div class="scrubber-name" id={id}>
        <strong>{words.asOf}</strong> <small>{words.asOfAbout}</small>
      </div>
      <StepButton model={model} axis="occurred" direction={-1} />
      <Slider
        kind="occurred"
        labelledBy={id}
        share={scale.at(asOf)}
        now={Math.min(Math.max(time, window.from), window.to)}
        least={window.from}
        most={window.to}
        text={asOf === 'now' ? words.spokenNow(speakTime(now, zone)) : speakTime(asOf, zone)}
        ticks={ticks}
        isOutside={isOutside}
        labels={occurredLabels(window, now, zone)}
        onDrag={(share) => model.scrub({ asOf: scale.of(share) })}
        onRelease={(how) => letGo(model, how)}
        onKey={(event) => move(model, event)}
      />
      <StepButton model={model} axis="occurred" direction={1} />
      <div class="scrubber-value">
        <TimeEntry
          labelledBy={id}
          shown={asOf === 'now' ? words.now : formatTime(asOf, zone)}
          hint={words.typedHint(zoneNameAt(now, zone))}
          onBegin={() => void typing().catch(() => undefined)}
          take={async (typed) => (await typing()).takeTime(model, typed)}
        />
        <small class="scrubber-note">
          {asOf === 'now' ? formatTime(now, zone, 'minute') : isOutside ? dock.outside : agoOf(asOf, now)}
        </small>
      </div>
      <button
        type="button"
        class="button"
        aria-label={dock.toNowLong}
        aria-disabled={asOf === 'now'}
        onClick={() => model.change({ asOf: 'now' })}
      >
        {dock.toNow}
      </button>
    </div>
  );
}

function agoOf(asOf: number, now: number): string {
  const { moment } = texts.en;
  return asOf > now ? moment.inFuture(formatDuration(asOf - now)) : moment.ago(formatDuration(now - asOf));
}

/** Moves as a key says; tells whether it says anything. */
function move(model: PageModel, event: KeyboardEvent): boolean {
  const key = readSliderKey(event);
  if (key === undefined) return false;
  const window = scrubberWindow(model);
  switch (key.to) {
    case 'change':
      void model.step('occurred', key.direction);
      break;
    case 'begin':
      model.scrub({ asOf: window.from });
      break;
    case 'end':
      model.scrub({ asOf: 'now' });
      break;
    case 'small':
    case 'large':
      model.scrub({ asOf: stepped(model, stepOf(window, key.to === 'small' ? 200 : 20), key.direction) });
  }
  return true;
}

/** Goes on to the next multiple of a step; now is not passed from the past, and not left towards the future. */
function stepped(model: PageModel, step: number, direction: 1 | -1): number | 'now' {
  const { asOf } = model.at.peek();
  const next = direction === 1 ? Math.floor(asOf / step) * step + step : Math.ceil(asOf / step) * step - step;
  const now = model.now.peek();
  return asOf < now && next >= now ? 'now' : next;
}
