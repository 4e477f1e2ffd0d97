import { effect } from '@preact/signals';

import { formatTime, zoneNameAt } from '../format/times.ts';
import type { LaneKind, PageModel } from '../model.ts';
import { recordedTimeAt } from '../model/linking.ts';
import { tagName } from '../panels/shared/names.ts';
import { timelineTexts as texts } from '../texts/timeline.ts';
import { theme } from '../theme.ts';
import { withoutLane } from './lane-memory.ts';
import type { LiveScene } from './live-scene.ts';
import { takeOver } from './live-scene.ts';
import { windowOf } from './moving-window.ts';
import { entriesOfFact, factOfSelected } from './selected-fact.ts';
import type { Titles } from './titles.ts';

/** Has a scene follow its model; `changed` hears of each change. Returns what ends it. */
export function followModel(
  model: PageModel,
  live: LiveScene,
  titles: Titles,
  changed: (what: 'rows' | 'colours' | 'drawing') => void,
): () => void {
  const stops = [
    effect(() => {
      followMarks(model, live);
      changed('rows');
    }),
    effect(() => {
      followMoment(model, live);
      changed('drawing');
    }),
    effect(() => {
      const window = windowOf(model).shown.value;
      [live.frame.from, live.frame.to] = [window.from, window.to];
      changed('drawing');
    }),
    effect(() => {
      followSelected(model, live);
      changed('drawing');
    }),
    effect(() => {
      void theme.value;
      changed('colours');
    }),
    effect(() => {
      void [titles.come.value, live.focus.value, live.hovered.value];
      changed('drawing');
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function followMarks(model: PageModel, live: LiveScene): void {
  const { marks } = model.marks.value;
  const { lanes, filter } = model.view.value;
  const { stage, scene, focus, hovered } = live;
  const memory = JSON.stringify([lanes, filter]);
  // Until others have come, these are of the filter and the lanes before: their order is kept for as long.
  const isOfBefore = marks.count > 0 && stage.memory !== '';
  if (marks === stage.entries.marks && (memory === stage.memory || isOfBefore)) return;
  const position = positionOf(live, focus.peek());
  stage.setMarks(marks, memory);
  takeOver(live);
  hovered.value = -1;
  focus.value = entryOfPosition(live, position);
  scene.laneNames = stage.entries.order.lanes.map(({ name }) => laneName(name, lanes));
  scene.lanesName = texts.laneKinds[lanes];
}

/** Returns a lane as it is named: of actors and places, which are tags, without what they all have in common. */
function laneName(name: string, kind: LaneKind): string {
  if (name === withoutLane) return texts.withoutLane[kind];
  return kind === 'actor' || kind === 'place' ? tagName(name) : name;
}

/** Where something is among other marks too: the position of its reading, and its lane. */
interface Place {
  readonly position: number;
  readonly lane: string;
}

function positionOf({ stage: { entries } }: LiveScene, entry: number): Place | undefined {
  if (entry < 0) return undefined;
  const position = entries.marks.position[entries.reading[entry] ?? 0] ?? -1;
  return { position, lane: entries.order.lanes[entries.lane[entry] ?? 0]?.name ?? '' };
}

function entryOfPosition({ stage: { entries } }: LiveScene, place: Place | undefined): number {
  if (place === undefined) return -1;
  const { entryStart, entryOf, order, lane, marks } = entries;
  const reading = marks.position.indexOf(place.position);
  if (reading < 0) return -1;
  const own = [...entryOf.subarray(entryStart[reading], entryStart[reading + 1])];
  return own.find((entry) => order.lanes[lane[entry] ?? 0]?.name === place.lane) ?? -1;
}

function followMoment(model: PageModel, live: LiveScene): void {
  const { asOf, position } = model.at.value;
  const { zone, certainty, linked } = model.view.value;
  const { scene, stage } = live;
  stage.setCut({ asOf, position, certainty });
  scene.stands = stage.stands;
  scene.zone = zoneNameAt(asOf, zone);
  scene.asOf = { at: asOf, words: texts.asOf(formatTime(asOf, zone, 'minute')) };
  // Before the first record, linked clocks still stand at one time.
  const both = linked && model.moment.value.asOf !== 'now' ? asOf : undefined;
  const recorded = recordedTimeAt(model.commits.value, position, model.head.value) ?? both;
  scene.knownAt =
    recorded === undefined
      ? undefined
      : { at: recorded, words: texts.knownAt(formatTime(recorded, zone, 'minute')) };
}

function followSelected(model: PageModel, { scene, stage, chosen, selected: fact }: LiveScene): void {
  const { selected } = model.view.value;
  void model.marks.value;
  const own = chosen.value;
  scene.selectedFact =
    own !== undefined && own.id === selected ? own.fact : factOfSelected(selected, model.fact.value.answer);
  scene.selectedEntries = entriesOfFact(stage.entries, scene.selectedFact);
  if (!Object.is(fact.peek(), scene.selectedFact)) fact.value = scene.selectedFact;
}
