import { signal } from '@preact/signals';

import type { AskedReadings } from '../../src/client/index.ts';
import type { View } from '../../src/web/model.ts';
import { createMarksLoading } from '../../src/web/model/marks-loading.ts';
import { usualView } from '../../src/web/model/view.ts';

/** An answer with readings that begin at these times; `inAll` of them, of which these are a page. */
export function answered(from: readonly number[], inAll: number, next?: string) {
  const zeros = from.map(() => 0);
  const differences = from.map((time, index) => time - (from[index - 1] ?? 0));
  return {
    head: { position: 9, recordedAt: null },
    inAll,
    exact: true,
    types: ['NoteAdded'],
    streams: ['notes-a'],
    lanes: ['notes-a'],
    readings: {
      position: differences,
      recordedTo: from.map(() => null),
      recordedAt: zeros,
      fact: zeros,
      from: differences,
      fromLatest: zeros,
      to: from.map(() => null),
      toLatest: from.map(() => null),
      isOpen: zeros,
      status: zeros,
      qualifier: zeros,
      type: zeros,
      stream: zeros,
      laneCount: from.map(() => 1),
      laneOf: zeros,
    },
    ...(next === undefined ? {} : { next }),
  };
}

type Answered = ReturnType<typeof answered>;

/** Loads readings from answers that a function gives; waits are over at once, and what was asked for is told. */
export function loadingFrom(answer: (asked: AskedReadings) => Answered | Promise<Answered>) {
  const asked: AskedReadings[] = [];
  const view = signal<View>(usualView);
  const shown = signal<number | undefined>(undefined);
  const again = signal(0);
  const loading = createMarksLoading({
    client: {
      async readings(question = {}) {
        asked.push(question);
        return answer(question);
      },
    },
    view,
    shown,
    wait: async () => undefined,
    again,
  });
  return { ...loading, asked, view, shown, again };
}
