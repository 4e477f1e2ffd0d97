import type { Parked, ParkedRange } from '../following-status.ts';
import type { Replica } from './parts.ts';

/** Lists parked events as the port has them, positions as `commit/prepare`. */
export function listParked(
  replica: Pick<Replica, 'parked'>,
  { after, limit }: ParkedRange,
): readonly Parked[] {
  const [commit, prepare] = after?.split('/').map(BigInt) ?? [];
  const place = commit === undefined || prepare === undefined ? undefined : { commit, prepare };
  return replica.parked({ after: place, limit }).map(({ position, ...rest }) => ({
    ...rest,
    position: `${position.commit}/${position.prepare}`,
  }));
}
