import './card.css';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

import { formatDuration } from '../format/durations.ts';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { xOf } from './frame.ts';
import { rowMiddle } from './lane-places.ts';
import { latestEnd } from './late.ts';
import { windowOf } from './moving-window.ts';
import type { Painting } from './painting.ts';
import { sizeOf } from './rows.ts';
import { isInSight, placeOfEntry } from './seen.ts';
import { clusterPhrases, mayOpen, standingPhrases } from './sentence.ts';
import { timeText, whenText } from './when.ts';

/** What a card is about: an entry of what is drawn; -1 for nothing. */
export interface CardProps {
  readonly painting: Painting;
  readonly entry: number;
  readonly onDismiss: () => void;
}

/** How long a pointer rests on a mark until its title is asked for, in milliseconds. */
const askMs = 80;

/** Tells about what is under the pointer or has the focus: beside it, without hiding it. Escape sends it away; one can move onto it. */
export function Card({ painting, entry: own, onDismiss }: CardProps) {
  // What it is about moves with the window, and may come to be another item: a cluster that was opened is its readings.
  void [windowOf(painting.model).shown.value, painting.rested.value];
  const entry = own >= 0 && isInSight(painting.scene, own) ? own : -1;
  const box = useRef<HTMLDivElement>(null);
  const { scene, titles, hover } = painting;
  const { marks, reading } = scene.entries;
  const position = entry < 0 ? -1 : (marks.position[reading[entry] ?? 0] ?? -1);
  useEffect(() => {
    if (position < 0 || titles.of(position) !== undefined) return undefined;
    const timer = setTimeout(() => void titles.ask(position).catch(() => undefined), askMs);
    return () => clearTimeout(timer);
  }, [position]);
  useEffect(() => {
    if (entry < 0) return undefined;
    const hear = ({ key }: KeyboardEvent): void => (key === 'Escape' ? onDismiss() : undefined);
    addEventListener('keydown', hear);
    return () => removeEventListener('keydown', hear);
  }, [entry < 0]);
  useLayoutEffect(() => {
    if (box.current !== null && entry >= 0) placeCard(painting, entry, box.current);
  });
  if (entry < 0) return null;
  void titles.come.value;
  const { layout, item } = placeOfEntry(scene, entry);
  return (
    <div ref={box} class="card" aria-hidden="true" onPointerEnter={hover.keep} onPointerLeave={hover.leave}>
      {sizeOf(layout, item) > 1 ? (
        <ClusterCard painting={painting} entry={entry} />
      ) : (
        <ReadingCard painting={painting} entry={entry} />
      )}
    </div>
  );
}

interface OneProps {
  readonly painting: Painting;
  readonly entry: number;
}

function ReadingCard({ painting: { scene, titles, model, rested }, entry }: OneProps) {
  void [titles.come.value, rested.value];
  const { zone } = model.view.value;
  const { marks, reading, lane } = scene.entries;
  const own = reading[entry] ?? 0;
  const titled = titles.of(marks.position[own] ?? -1);
  const phrases = standingPhrases(scene, own);
  const recordedAt = marks.recordedAt[own] ?? 0;
  const late = recordedAt - latestEnd(marks, own);
  const { card } = texts;
  return (
    <>
      <p class="card-title">{titled?.title ?? card.loading}</p>
      <dl>
        <dt>{card.occurred}</dt>
        <dd>{whenText(marks, own, zone)}</dd>
        <dt>{card.recorded}</dt>
        <dd>
          {card.recordedAt(timeText(recordedAt, zone), marks.position[own] ?? 0)}
          {phrases.includes(texts.late) && `, ${card.lateBy(formatDuration(late))}`}
        </dd>
        {phrases.length > 0 && (
          <>
            <dt>{card.status}</dt>
            <dd>{phrases.join('; ')}</dd>
          </>
        )}
        {titled !== undefined && (
          <>
            <dt>{card.source}</dt>
            <dd>{titled.sources.length === 0 ? texts.says([]) : titled.sources.join(', ')}</dd>
          </>
        )}
        <dt>{card.lane}</dt>
        <dd>
          {scene.laneNames[lane[entry] ?? 0]} · {marks.types[marks.type[own] ?? 0]}
        </dd>
      </dl>
    </>
  );
}

function ClusterCard({ painting: { scene, model, rested }, entry }: OneProps) {
  void rested.value;
  const { zone } = model.view.value;
  const { layout, item, lane } = placeOfEntry(scene, entry);
  const [from, to] = [layout.from[item] ?? 0, layout.to[item] ?? 0];
  return (
    <>
      <p class="card-title">{texts.readings(sizeOf(layout, item))}</p>
      <dl>
        <dt>{texts.card.occurred}</dt>
        <dd>
          {from === to ? timeText(from, zone) : texts.when.fromTo(timeText(from, zone), timeText(to, zone))}
        </dd>
        <dt>{texts.card.status}</dt>
        <dd>{clusterPhrases(scene, entry).join('; ')}</dd>
        <dt>{texts.card.lane}</dt>
        <dd>{scene.laneNames[lane]}</dd>
      </dl>
      <p class="card-hint">{mayOpen(scene, entry) ? texts.clusterOpens : texts.clusterSteps}</p>
    </>
  );
}

/** How far a card stays from its mark and from the edges, in CSS pixels. */
const apart = 10;

/** Puts a card below its mark, or above where there is no room, wholly within the timeline. */
function placeCard({ scene, frame }: Painting, entry: number, box: HTMLElement): void {
  const { lane, layout, item } = placeOfEntry(scene, entry);
  const middle = frame.top + rowMiddle(scene.places, lane, layout.row[item] ?? 0) - frame.scroll;
  const x = Math.max(frame.left, Math.min(frame.width, xOf(frame, layout.from[item] ?? 0)));
  const { offsetWidth, offsetHeight } = box;
  const below = middle + apart;
  const isBelow = below + offsetHeight <= frame.height || middle - apart - offsetHeight < 0;
  const top = isBelow
    ? Math.min(below, Math.max(0, frame.height - offsetHeight))
    : middle - apart - offsetHeight;
  box.style.left = `${Math.max(2, Math.min(x - 24, frame.width - offsetWidth - 2))}px`;
  box.style.top = `${top}px`;
}
