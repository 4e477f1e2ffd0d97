const small = Array.from({ length: 1000 }, (_, count) => String(count));

/** Writes a count in at most four characters: `999`, `1.2k`, `12k`, `1.2M`; it is rounded down. */
export function compactCount(count: number): string {
  const plain = small[count];
  if (plain !== undefined) return plain;
  const [unit, name] = count < 1_000_000 ? [1000, 'k'] : [1_000_000, 'M'];
  const units = count / unit;
  return units < 10 ? `${(Math.floor(units * 10) / 10).toFixed(1)}${name}` : `${Math.floor(units)}${name}`;
}
