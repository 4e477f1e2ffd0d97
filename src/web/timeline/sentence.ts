import type { ZoneChoice } from '../model.ts';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { showsLate } from './late.ts';
import { sizeOf } from './rows.ts';
import type { Scene } from './scene.ts';
import { placeOfEntry } from './seen.ts';
import { countStandings } from './tally.ts';
import type { Titled } from './titles.ts';
import { timeText, whenText } from './when.ts';

const standingNames = ['older', 'notKnown', 'notYet', 'may', 'full'] as const;

/** Says how a reading stands as of the moment and what became of it: one phrase each. */
export function standingPhrases(scene: Scene, reading: number): readonly string[] {
  const { marks, late } = scene.entries;
  const stands = scene.stands[reading] ?? 0;
  return [
    texts.statuses[marks.status[reading] ?? 0] ?? '',
    texts.standings[standingNames[stands] ?? 'full'],
    texts.qualifiers[marks.qualifier[reading] ?? 0] ?? '',
    showsLate(late[reading] ?? 0, stands) ? texts.late : '',
  ].filter((phrase) => phrase !== '');
}

/** Says all about a reading in one sentence: what, when and in which zone, how it stands, who says so, and in which lane. */
export function readingSentence(
  scene: Scene,
  entry: number,
  titled: Titled | undefined,
  zone: ZoneChoice,
): string {
  const { entries } = scene;
  const { marks } = entries;
  const reading = entries.reading[entry] ?? 0;
  const type = marks.types[marks.type[reading] ?? 0] ?? '';
  return `${[
    titled?.title ?? texts.untitled(type),
    whenText(marks, reading, zone),
    ...standingPhrases(scene, reading),
    ...(titled === undefined ? [] : [texts.says(titled.sources)]),
    texts.inLane(scene.laneNames[entries.lane[entry] ?? 0] ?? ''),
  ].join('; ')}.`;
}

/** Says what a cluster holds, and what opening it does. */
export function clusterSentence(scene: Scene, entry: number, zone: ZoneChoice): string {
  const { layout, item, lane } = placeOfEntry(scene, entry);
  const times = [layout.from[item] ?? 0, layout.to[item] ?? 0].map((time) => timeText(time, zone));
  return `${[
    texts.cluster(sizeOf(layout, item), times[0] ?? '', times[1] ?? ''),
    ...clusterPhrases(scene, entry),
    texts.inLane(scene.laneNames[lane] ?? ''),
    mayOpen(scene, entry) ? texts.clusterOpens : texts.clusterSteps,
  ].join('; ')}.`;
}

/** Says how many of a cluster stand how, the past first. */
export function clusterPhrases(scene: Scene, entry: number): readonly string[] {
  const { layout, item } = placeOfEntry(scene, entry);
  const counts = countStandings(layout, item, scene.entries, scene.stands);
  return standingNames
    .map((name, stands) => ((counts[stands] ?? 0) === 0 ? '' : texts.clusterParts[name](counts[stands] ?? 0)))
    .filter((phrase) => phrase !== '')
    .toReversed();
}

/** Says all about what an entry is drawn as: a reading or a cluster. */
export function itemSentence(
  scene: Scene,
  entry: number,
  titleAt: (position: number) => Titled | undefined,
  zone: ZoneChoice,
): string {
  const { layout, item } = placeOfEntry(scene, entry);
  if (sizeOf(layout, item) > 1) return clusterSentence(scene, entry, zone);
  const reading = scene.entries.reading[entry] ?? 0;
  return readingSentence(scene, entry, titleAt(scene.entries.marks.position[reading] ?? 0), zone);
}

/** The least time, in milliseconds, by which the members of a cluster must lie apart so that zooming in parts them. */
const partMs = 2;

/** Tells whether zooming in parts the members of a cluster; those of one instant stay together. */
export function mayOpen(scene: Scene, entry: number): boolean {
  const { layout, item } = placeOfEntry(scene, entry);
  return (layout.to[item] ?? 0) - (layout.from[item] ?? 0) >= partMs;
}
