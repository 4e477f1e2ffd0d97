import { useComputed } from '@preact/signals';
import { useId } from 'preact/hooks';

import { formatTime, speakTime, zoneNameAt } from '../format/times.ts';
import type { PageModel } from '../model.ts';
import { recordedTimeAt } from '../model/linking.ts';
import { nextCommit } from '../model/stepping.ts';
import { texts } from '../texts.ts';
import { recordedLabels } from './labels.ts';
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
  const { zone } = model.view.value;
  const { knownAt } = model.moment.value;
  const { position } = model.at.value;
  const scale = useComputed(() => recordedScale(model.commits.value)).value;
  const ticks = useComputed(() => [
    thin(recordedScale(model.commits.value).stops.map(({ share }) => share)),
  ]).value;
  const time = recordedTimeAt(model.commits.value, position);

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
        text={spoken(model, time)}
        ticks={ticks}
        breaks={scale.stops.flatMap(({ share, isAfterSilence }, index) =>
          isAfterSilence ? [(share + (scale.stops[index - 1]?.share ?? 0)) / 2] : [],
        )}
        labels={recordedLabels(scale, model.commits.value, zone)}
        onDrag={(share) => model.scrub({ knownAt: positionOrHead(model, scale.of(share)) })}
        onRelease={(how) => (how === 'keep' ? model.scrub(undefined) : model.change({}))}
        onKey={(event) => move(model, event)}
      />
      <StepButton model={model} axis="recorded" direction={1} />
      <div class="scrubber-value">
        <TimeEntry
          labelledBy={id}
          shown={knownAt === 'head' ? words.newest : time === undefined ? '0' : formatTime(time, zone)}
          hint={words.typedKnownHint(zoneNameAt(model.now.value, zone))}
          onBegin={() => void typing().catch(() => undefined)}
          take={async (typed) => (await typing()).takeKnown(model, typed)}
        />
        <small class="scrubber-note">
          {time === undefined ? words.nothingKnown : words.position(position)}
          {knownAt === 'head' && time !== undefined && ` · ${formatTime(time, zone, 'minute')}`}
        </small>
      </div>
      <button
        type="button"
        class="button"
        aria-label={dock.toNewestLong}
        aria-disabled={knownAt === 'head'}
        onClick={() => model.change({ knownAt: 'head' })}
      >
        {dock.toNewest}
      </button>
    </div>
  );
}

function spoken({ view, moment, at }: PageModel, time: number | undefined): string {
  const { moment: words } = texts.en;
  const { position } = at.value;
  if (time === undefined) return words.nothingKnown;
  const said = speakTime(time, view.value.zone);
  return moment.value.knownAt === 'head'
    ? words.spokenNewest(position, said)
    : words.spokenPosition(position, said);
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
