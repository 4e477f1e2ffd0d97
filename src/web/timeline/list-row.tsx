import { timelineTexts as texts } from '../texts/timeline.ts';
import type { Painting } from './painting.ts';
import { standingPhrases } from './sentence.ts';
import { timeText, whenText } from './when.ts';

/** How tall a row is, in CSS pixels: where it is narrow, its columns stand beneath each other. */
export const rowTall = { wide: 46, narrow: 72 } as const;

/** Names the columns of the list that stands in place of the drawing. */
export function ListHead() {
  const { time, title, source, recorded } = texts.columns;
  return (
    <div class="twin-head" aria-hidden="true">
      {[time, title, source, recorded].map((name) => (
        <span key={name}>{name}</span>
      ))}
    </div>
  );
}

/** What a row of the list is about. */
export interface ListRowProps {
  readonly painting: Painting;
  readonly entry: number;
}

/** One reading in columns: when it occurred, what and how it stands, who says so, when it was recorded; what the columns mean is there for the ear. */
export function ListRow({ painting: { scene, titles, model, rested }, entry }: ListRowProps) {
  // How it stands, and its title, come with time.
  void [titles.come.value, rested.value];
  const { zone } = model.view.value;
  const { marks, reading, lane } = scene.entries;
  const own = reading[entry] ?? 0;
  const titled = titles.of(marks.position[own] ?? -1);
  const phrases = standingPhrases(scene, own).join('; ');
  const when = whenText(marks, own, zone);
  return (
    <>
      <span class="twin-time" title={when}>
        {when}
        <Heard words="; " />
      </span>
      <span class="twin-title">
        <span class="twin-line">{titled?.title ?? texts.card.loading}</span>
        {phrases !== '' && <Heard words="; " />}
        {phrases !== '' && <span class="twin-line twin-soft">{phrases}</span>}
      </span>
      <span class="twin-source twin-soft">
        <Heard words={`; ${texts.inLane(scene.laneNames[lane[entry] ?? 0] ?? '')}; `} />
        {titled !== undefined && texts.sourcesOf(titled.sources)}
      </span>
      <span class="twin-recorded twin-soft">
        <Heard words="; " />
        <span class="twin-word">{texts.columns.recorded} </span>
        {timeText(marks.recordedAt[own] ?? 0, zone)}
      </span>
    </>
  );
}

function Heard({ words }: { readonly words: string }) {
  return <span class="unseen">{words}</span>;
}
