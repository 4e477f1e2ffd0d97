/** Most that the values in one answer may weigh: some ten megabytes of JSON. */
export const answerWeightMax = 250_000;

/** Counts the values and 100-character pieces of text in plain data, up to a most: about how much memory it takes. */
export function weightOf(data: unknown, most: number): number {
  if (typeof data === 'string') return 1 + data.length / 100;
  if (typeof data !== 'object' || data === null) return 1;
  let weight = 1;
  for (const name in data) {
    if (weight >= most) return weight;
    weight += weightOf((data as Readonly<Record<string, unknown>>)[name], most - weight);
  }
  return weight;
}
