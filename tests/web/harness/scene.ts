import type { Marks } from '../../../src/web/model.ts';
import type { Cut } from '../../../src/web/timeline/cut.ts';
import type { Frame } from '../../../src/web/timeline/frame.ts';
import type { Scene } from '../../../src/web/timeline/scene.ts';
import { entriesOfFact } from '../../../src/web/timeline/selected-fact.ts';
import { createStage } from '../../../src/web/timeline/stage.ts';
import { axisOf } from '../../../src/web/timeline/ticks.ts';
import { titleOf } from './stand-in-client.ts';

/** What a scene of a test shows. */
export interface SceneOptions {
  readonly marks: Marks;
  readonly frame: Pick<Frame, 'from' | 'to'> & Partial<Frame>;
  readonly cut?: Partial<Cut>;
  readonly selectedFact?: number;
}

/** Makes a scene without a document: all that is drawn, and where. */
export function sceneOf({ marks, frame: given, cut = {}, selectedFact = Number.NaN }: SceneOptions): Scene {
  const frame: Frame = { width: 1000, height: 500, left: 100, top: 58, scroll: 0, ...given };
  const stage = createStage(marks, 'test', () => 0);
  const whole: Cut = { asOf: Infinity, position: Number.MAX_SAFE_INTEGER, certainty: 'possible', ...cut };
  stage.setRoom(frame.height - frame.top, 0);
  stage.setCut(whole);
  return {
    frame,
    entries: stage.entries,
    places: stage.arrangement.places,
    stands: stage.stands,
    axis: axisOf(frame.from, frame.to, frame.width - frame.left, 'utc'),
    focus: -1,
    hovered: -1,
    laneNames: stage.entries.order.lanes.map(({ name }) => name),
    lanesName: 'Streams',
    zone: 'UTC',
    asOf: { at: Number.isFinite(whole.asOf) ? whole.asOf : frame.to, words: 'As of a time' },
    knownAt: { at: frame.from, words: 'Known at a time' },
    selectedFact,
    selectedEntries: entriesOfFact(stage.entries, selectedFact),
    layoutOf: (lane) => stage.layoutOf(lane, frame),
    tallyOf: (lane) => stage.tallyOf(stage.layoutOf(lane, frame)),
    titleOf: (reading) => titleOf(marks, reading),
  };
}
