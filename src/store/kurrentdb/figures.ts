import type { FollowingStatus } from '../following-status.ts';
import { isAtOrAfter } from './cluster-event.ts';
import type { ClusterPosition } from './parts.ts';

type Counts = Pick<FollowingStatus, 'parked' | 'leftOut' | 'staged'>;

/** Keeps what is told of following. */
export interface Figures {
  readonly state: () => FollowingStatus['state'];
  enter(state: FollowingStatus['state'], why?: string): void;
  /** Notes that following came as far as this, with so many events more. */
  seen(position: ClusterPosition | undefined, events: number): void;
  /** Notes the end of the cluster's log. */
  end(position: ClusterPosition): void;
  /** Notes that a subscription is there: it catches up. */
  connected(): void;
  /** Returns whether it was live since it last connected. */
  wasLive(): boolean;
  /** Notes that nothing is heard of the cluster; returns whether that is new. */
  silent(): boolean;
  /** Notes that the cluster was heard of; returns whether that is new. */
  heard(): boolean;
  /** Notes the cluster's clock less ours, in milliseconds. */
  skew(ms: number): void;
  /** Forgets how far following came: it begins anew. */
  restart(): void;
  lagBytes(): number;
  status(counts: Counts): FollowingStatus;
}

/** Milliseconds over which the speed is measured. */
const measuredMs = 5000;

/** Creates figures; `clock` returns milliseconds of the Unix epoch. */
export function createFigures(clock: () => number): Figures {
  let state: FollowingStatus['state'] = 'connecting';
  let since = clock();
  let why: string | undefined;
  let liveAt = since;
  let connects = 0;
  let wasLive = false;
  let before: FollowingStatus['state'] | undefined;
  let clockSkewMs: number | undefined;
  let through: ClusterPosition | undefined;
  let end: ClusterPosition | undefined;
  let marks: { readonly at: number; readonly events: number; readonly commit: bigint }[] = [];
  let events = 0;

  const lagBytes = () =>
    end === undefined || isAtOrAfter(through, end) ? 0 : Number(end.commit - (through?.commit ?? 0n));

  function pace(): Pick<FollowingStatus, 'share' | 'eventsPerSecond' | 'secondsLeft'> {
    const share =
      end === undefined || end.commit === 0n ? 1 : Number(through?.commit ?? 0n) / Number(end.commit);
    const [first, last] = [marks[0], marks.at(-1)];
    const seconds = first === undefined || last === undefined ? 0 : (last.at - first.at) / 1000;
    if (first === undefined || last === undefined || seconds <= 0) return { share: Math.min(1, share) };
    const bytesPerSecond = Number(last.commit - first.commit) / seconds;
    return {
      share: Math.min(1, share),
      eventsPerSecond: Math.round((last.events - first.events) / seconds),
      ...(bytesPerSecond > 0 ? { secondsLeft: Math.ceil(lagBytes() / bytesPerSecond) } : {}),
    };
  }

  function enter(next: FollowingStatus['state'], reason?: string): void {
    before = undefined;
    if (next === 'live' || state === 'live') liveAt = clock();
    if (next === 'live') wasLive = true;
    if (next !== state) since = clock();
    if (next !== state && next === 'catching-up') marks = [];
    state = next;
    why = reason;
  }

  return {
    state: () => state,
    enter,
    connected() {
      connects += 1;
      wasLive = false;
      enter('catching-up');
    },
    wasLive: () => wasLive,
    silent() {
      if (before !== undefined || state === 'connecting' || state === 'stopped') return false;
      const was = state;
      enter('connecting', 'The cluster does not answer');
      before = was;
      return true;
    },
    heard() {
      if (before === undefined) return false;
      enter(before);
      return true;
    },
    seen(position, more) {
      events += more;
      if (position !== undefined && !isAtOrAfter(through, position)) through = position;
      const at = clock();
      const commit = through?.commit ?? 0n;
      if (at - (marks.at(-1)?.at ?? Number.NEGATIVE_INFINITY) < 100) return;
      marks = [...marks.filter((mark) => mark.at > at - measuredMs), { at, events, commit }];
    },
    end(position) {
      end = position;
    },
    skew(ms) {
      clockSkewMs = ms;
    },
    restart() {
      through = undefined;
      marks = [];
    },
    lagBytes,
    status: (counts) => ({
      state,
      since,
      ...(state === 'catching-up' ? pace() : {}),
      lagBytes: lagBytes(),
      lagMs: state === 'live' ? 0 : Math.max(0, clock() - liveAt),
      reconnects: Math.max(0, connects - 1),
      ...counts,
      ...(clockSkewMs === undefined ? {} : { clockSkewMs }),
      ...(why === undefined ? {} : { why }),
    }),
  };
}
