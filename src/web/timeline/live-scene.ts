import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';

import type { PageModel } from '../model.ts';
import { createAxisCache } from './axis-cache.ts';
import type { Frame } from './frame.ts';
import type { Scene } from './scene.ts';
import { createStage } from './stage.ts';
import type { Stage } from './stage.ts';
import type { Titles } from './titles.ts';

/** A fact that was chosen here, and shows as selected before the server has told of it. */
export interface ChosenFact {
  readonly id: string;
  readonly fact: number;
}

/** What a timeline shows now, changed in place: a frame makes nothing new. */
export interface LiveScene {
  readonly scene: { -readonly [Part in keyof Scene]: Scene[Part] };
  readonly frame: Frame;
  readonly stage: Stage;
  /** An entry of the item where the keyboard is, and of the one under the pointer; -1 for none. */
  readonly focus: Signal<number>;
  readonly hovered: Signal<number>;
  readonly chosen: Signal<ChosenFact | undefined>;
  /** The position of the first event of the fact that is selected; NaN for none. */
  readonly selected: Signal<number>;
  /** Readings that have room for a title which is not known yet. */
  readonly missing: number[];
}

/** How many titles are asked for at a time. */
const titlesMax = 400;

/** Makes the scene of a model; it is empty until it follows the model. */
export function createLiveScene(model: PageModel, titles: Titles): LiveScene {
  const [focus, hovered] = [signal(-1), signal(-1)];
  const frame: Frame = { width: 1, height: 1, left: 0, top: 0, from: 0, to: 1, scroll: 0 };
  const stage = createStage(model.marks.peek().marks, '', () => performance.now());
  const axisFor = createAxisCache();
  const missing: number[] = [];
  const scene: LiveScene['scene'] = {
    frame,
    entries: stage.entries,
    places: stage.arrangement.places,
    stands: stage.stands,
    get axis() {
      const width = Math.max(1, frame.width - frame.left);
      return axisFor(frame.from, frame.to, width, model.view.peek().zone);
    },
    get focus() {
      return focus.peek();
    },
    get hovered() {
      return hovered.peek();
    },
    laneNames: [],
    lanesName: '',
    zone: '',
    asOf: { at: 0, words: '' },
    knownAt: undefined,
    selectedFact: Number.NaN,
    selectedEntries: [],
    layoutOf: (lane) => stage.layoutOf(lane, frame),
    tallyOf: (lane) => stage.tallyOf(stage.layoutOf(lane, frame)),
    titleOf(reading) {
      const titled = titles.of(stage.entries.marks.position[reading] ?? -1);
      if (titled === undefined && missing.length < titlesMax) missing.push(reading);
      return titled?.title;
    },
  };
  const [chosen, selected] = [signal<ChosenFact | undefined>(undefined), signal(Number.NaN)];
  return { scene, frame, stage, focus, hovered, chosen, selected, missing };
}

/** Takes over what the stage has worked out anew. */
export function takeOver({ scene, stage }: LiveScene): void {
  scene.entries = stage.entries;
  scene.places = stage.arrangement.places;
  scene.stands = stage.stands;
}

/** Returns how tall axis and lanes are together, in CSS pixels. */
export function tallOf({ frame, scene: { places } }: LiveScene): number {
  return frame.top + (places.top.at(-1) ?? 0);
}
