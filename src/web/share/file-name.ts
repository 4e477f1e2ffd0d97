import type { MomentOut } from '../../client/index.ts';

/**
 * Returns the name of a file that holds both moments: `timeline_as-of-20250703T200000Z_known-at-8-20250704T091609Z.csv`.
 *
 * Times are in the basic form of ISO 8601: systems do not take colons in names. Where nothing was recorded yet, it is known at 0.
 */
export function fileName({ asOf, position, knownAt }: Omit<MomentOut, 'certainty'>, ending: string): string {
  const known = knownAt === null ? `${position}` : `${position}-${basic(knownAt)}`;
  return `timeline_as-of-${basic(asOf)}_known-at-${known}.${ending}`;
}

function basic(instant: string): string {
  return instant.replaceAll(/[-:]/g, '');
}
