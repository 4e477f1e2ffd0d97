import { useComputed } from '@preact/signals';
import { useId } from 'preact/hooks';

import { zoneNameAt } from '../format/times.ts';
import type { PageModel } from '../model.ts';
import { sentenceOf } from '../model/fault.ts';
import { recordedTimeAt } from '../model/linking.ts';
import { nextCommit } from '../model/next-change.ts';
import { texts } from '../texts.ts';
import { isHeldBack, knownWords } from './known-words.ts';
import { recordedLabels } from './labels.ts';
import { letGo } from './let-go.ts';
import { recordedScale } from './scales.ts';
import { readSliderKey } from './slider-keys.ts';
import { Slider } from './slider.tsx';
import { StepButton } from './step-button.tsx';
import { thin } from './ticks.ts';
import { TimeEntry } from './time-entry.tsx';

/** Reading what is typed comes when somebody begins to. */
const typing = async () => import('./typing.ts');

/** Moves the clock of the log: what had been recorded. */
export function RecordedScrubber({ model }: { readonly model: PageModel }) {
  const id = useId();
  const { moment: words, dock } = texts.en;
  const { zone, linked } = model.view.value;
  const moment = model.moment.value;
  const { knownAt } = moment;
  const live = model.live.value;
  const { position } = model.at.value;
  const scaled = useComputed(() => recordedScale(model.commits.value));
  const scale = scaled.value;
  const ticks = useComputed(() => [thin(scaled.value.stops.map(({ share }) => share))]).value;
  const time = recordedTimeAt(model.commits.value, position, model.head.value);
  const told = knownWords({ moment, position, time, linked, live, zone });
  const isNewest = knownAt === 'head' && !isHeldBack(live);

  return (
    <div class="scrubber recorded">
      <div class="scrubber-name" id={id}>
        <strong>{words.knownAt}</strong> <small>{words.knownAtAbout}</small>
      </div>
      <StepButton model={model} axis="recorded" direction={-1} />
      <Slider
        kind="recorded"
        labelledBy={id}
        share={knownAt === 'head' ? 1 : scale.at(position)}
        now={position}
        least={0}
        most={Math.max(model.head.value.position, position)}
        text={told.spoken}
        ticks={ticks}
        breaks={scale.stops.flatMap(({ share, isAfterSilence }, index) =>
          isAfterSilence ? [(share + (scale.stops[index - 1]?.share ?? 0)) / 2] : [],
        )}
        labels={recordedLabels(scale, model.commits.value, zone)}
        onDrag={(share) => model.scrub({ knownAt: positionOrHead(model, scale.of(share)) })}
        onRelease={(how) => letGo(model, how)}
        onKey={(event) => move(model, event)}
      />
      <StepButton model={model} axis="recorded" direction={1} />
      <div class="scrubber-value">
        <TimeEntry
          labelledBy={id}
          shown={told.shown}
          hint={words.typedKnownHint(zoneNameAt(model.now.value, zone))}
          onBegin={() => void typing().catch(() => undefined)}
          take={async (typed) => (await typing()).takeKnown(model, typed)}
        />
        <small class="scrubber-note">{told.note}</small>
      </div>
      <button
        type="button"
        class="button"
        aria-label={dock.toNewestLong}
        aria-disabled={isNewest}
        onClick={() => toNewest(model)}
      >
        {dock.toNewest}
      </button>
    </div>
  );
}

/** Goes to the newest, and shows what was recorded since where that waits. */
function toNewest(model: PageModel): void {
  model.change({ knownAt: 'head' });
  if (isHeldBack(model.live.peek()))
    void model.showNewest().catch((error: unknown) => model.tell(sentenceOf(error)));
}

/** The last commit is the end that moves with the log. */
function positionOrHead({ head }: PageModel, position: number): number | 'head' {
  return position >= head.peek().position ? 'head' : position;
}

/** Moves as a key says; tells whether it says anything. */
function move(model: PageModel, event: KeyboardEvent): boolean {
  const key = readSliderKey(event);
  if (key === undefined) return false;
  const most = Math.max(5, model.commits.peek().length / 20);
  switch (key.to) {
    case 'change':
      void model.step('recorded', key.direction);
      break;
    case 'begin':
      model.scrub({ knownAt: 0 });
      break;
    case 'end':
      model.scrub({ knownAt: 'head' });
      break;
    case 'small':
    case 'large':
      model.scrub({ knownAt: stepped(model, key.to === 'small' ? 1 : most, key.direction) });
  }
  return true;
}

/** Goes on by so many commits, as far as there are. */
function stepped(model: PageModel, count: number, direction: 1 | -1): number | 'head' {
  let { position } = model.at.peek();
  for (let step = 0; step < count; step += 1) {
    const next = nextCommit(model.commits.peek(), position, direction);
    if (next === undefined) break;
    position = next;
  }
  return positionOrHead(model, position);
}
