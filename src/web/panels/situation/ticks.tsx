import type { TimeRange } from './spark-path.ts';
import { xOf } from './spark-path.ts';

const box = { width: 120, height: 12 };

/** What ticks are drawn of. */
export interface TicksProps {
  /** Times in milliseconds of the Unix epoch; undefined until they are there: the room is kept. */
  readonly times: readonly number[] | undefined;
  readonly range: TimeRange | undefined;
  readonly asOf: number;
}

/** When what a list is made of occurred, small: a tick each, those after the moment faint. The list says the same. */
export function Ticks({ times = [], range, asOf }: TicksProps) {
  const at = (time: number) => (range === undefined ? 0 : xOf(time, range, box.width - 2) + 1);
  const places = new Map(times.map((time) => [at(time), time]));
  return (
    <svg
      class="ticks"
      viewBox={`0 0 ${box.width} ${box.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <line class="spark-base" x1="0" x2={box.width} y1={box.height - 0.5} y2={box.height - 0.5} />
      {[...places].map(([x, time]) => (
        <line key={x} class={time > asOf ? 'tick is-after' : 'tick'} x1={x} x2={x} y1="2" y2={box.height} />
      ))}
    </svg>
  );
}
