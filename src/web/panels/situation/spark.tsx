import type { SeriesOut } from '../../../client/index.ts';
import type { TimeRange } from './spark-path.ts';
import { sparkLineOf, xOf } from './spark-path.ts';

const box = { width: 120, height: 22, margin: 2 };

/** What a spark line is drawn of. */
export interface SparkProps {
  /** Undefined until it is there: the room is kept. */
  readonly series: Pick<SeriesOut, 'points'> | undefined;
  readonly range: TimeRange | undefined;
  /** Where the moment stands: what lies after it is drawn as not there yet. */
  readonly asOf: number;
}

/** A number along occurred time, small: a line of steps, and a mark where the moment is. It says nothing that the number and its explanation do not say. */
export function Spark({ series, range, asOf }: SparkProps) {
  const line = series !== undefined && range !== undefined ? sparkLineOf(series, range, box) : undefined;
  const at = range === undefined ? undefined : xOf(asOf, range, box.width);
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${box.width} ${box.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <line class="spark-base" x1="0" x2={box.width} y1={box.height - 0.5} y2={box.height - 0.5} />
      {line !== undefined && <path class="spark-line" d={line.path} />}
      {at !== undefined && at < box.width && (
        <>
          <rect class="spark-after" x={at} y="0" width={box.width - at} height={box.height} />
          <line class="spark-at" x1={at} x2={at} y1="0" y2={box.height} />
        </>
      )}
    </svg>
  );
}
