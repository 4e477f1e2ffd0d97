/** A range in equal parts: each begins at its bound and ends before the next bound. */
export interface Buckets {
  readonly bucketMs: number;
  /** One more than there are buckets, in milliseconds of the Unix epoch; the last lies just after the range. */
  readonly bounds: readonly number[];
}

/** Cuts a range of whole milliseconds, both ends inclusive, into at most `most` buckets of the same width; only the last may reach beyond its end. */
export function bucketsOf(
  { from, to }: { readonly from: number; readonly to: number },
  most: number,
): Buckets {
  const bucketMs = widthOf(BigInt(to) - BigInt(from), BigInt(most));
  const bounds: number[] = [];
  for (let bound = from; bound <= to; bound += bucketMs) bounds.push(bound);
  return { bucketMs, bounds: [...bounds, to + 1] };
}

/** Of all time there is a number does not hold each millisecond, so it is worked out in integers, and what does not fit is rounded up. */
function widthOf(lengthMs: bigint, most: bigint): number {
  const bucketMs = Number(lengthMs / most + 1n);
  return Number.isSafeInteger(bucketMs) ? bucketMs : bucketMs + 2;
}
