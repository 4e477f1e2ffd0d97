import type { FactOut } from '../../../client/index.ts';

/** How long after it occurred something was recorded, in milliseconds. */
export interface RecordedAfter {
  /**
   * `after` an exact time, or `after-latest` at which it may have begun; `within` the times at which it may have; or `ahead` of all of them.
   */
  readonly kind: 'after' | 'after-latest' | 'within' | 'ahead';
  readonly ms: number;
}

/** Returns how long after it occurred a fact was first recorded; undefined where it has no known beginning. */
export function recordedAfter(
  fact: Pick<FactOut, 'recordedtime' | 'occurredfrom' | 'occurredfromlatest'>,
): RecordedAfter | undefined {
  const [recorded, from, latest] = [fact.recordedtime, fact.occurredfrom, fact.occurredfromlatest].map(
    Date.parse,
  );
  if (recorded === undefined || from === undefined || latest === undefined) return undefined;
  if (![recorded, from, latest].every(Number.isFinite)) return undefined;
  if (recorded < from) return { kind: 'ahead', ms: from - recorded };
  if (recorded >= latest) return { kind: from === latest ? 'after' : 'after-latest', ms: recorded - latest };
  return { kind: 'within', ms: 0 };
}
