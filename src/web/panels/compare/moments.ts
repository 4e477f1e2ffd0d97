import type { AskedMoment, Client } from '../../../client/index.ts';
import type { Near } from '../../format/said-time.ts';
import { readTypedKnown, readTypedTime } from '../../format/typed-time.ts';
import type { Marks, PageModel, ScrubbedMoment, ZoneChoice } from '../../model.ts';
import { positionKnownBy, readCommitOver } from '../../model/commit-asking.ts';
import { typedTexts } from '../../texts/typed.ts';
import type { Keyed } from '../shared/answer.ts';

/** A day in milliseconds. */
export const dayMs = 86_400_000;

/** Two moments with nothing left open, as a server is asked for what they differ in. */
export interface AskedPair {
  readonly before: AskedMoment;
  readonly after: AskedMoment;
}

/** Returns two moments as a server is asked for them: `now` is one instant for both, `head` one position. */
export function askedPair(
  before: ScrubbedMoment,
  after: ScrubbedMoment,
  certainty: AskedMoment['certainty'],
  at: { readonly now: number; readonly head: number; readonly edge: number },
): Keyed<AskedPair> {
  const closed = ({ asOf, knownAt }: ScrubbedMoment): AskedMoment => ({
    asOf: asOf === 'now' ? at.now : asOf,
    knownAt: knownAt === 'head' ? at.head : knownAt,
    certainty,
  });
  // As of now it is asked again when something has begun since.
  const since = before.asOf === 'now' || after.asOf === 'now' ? at.edge : '';
  const key = [before.asOf, before.knownAt, after.asOf, after.knownAt, certainty, at.head, since].join(' ');
  return { before: closed(before), after: closed(after), key };
}

/** Returns the position of the last correction or retraction up to a position, of the readings in view; undefined where there is none. */
export function lastCorrection(marks: Marks, position: number): number | undefined {
  let last = 0;
  for (let index = 0; index < marks.count; index++) {
    const made = marks.position[index] ?? 0;
    if (marks.status[index] !== 0 && made <= position && made > last) last = made;
  }
  return last === 0 ? undefined : last;
}

/** What a clock of the log is taken back from. */
export type KnownFrom = Pick<PageModel, 'client' | 'commits' | 'at' | 'moment' | 'now'>;

/** Asks for the position that was known a day before: of the newest, a day before now; of an earlier one, a day before it was recorded. */
export async function knownDayEarlier({ client, commits, at, moment, now }: KnownFrom): Promise<number> {
  const { position } = at.peek();
  const isNewest = moment.peek().knownAt === 'head';
  const commit = isNewest ? undefined : await readCommitOver(client, commits.peek(), position);
  return Math.min(position, await positionKnownBy(client, (commit?.recordedAt ?? now.peek()) - dayMs));
}

/** What somebody typed for one clock: what it means, or what is wrong with it. */
export type TypedClock<Value> =
  | { readonly value: Value; readonly fault?: undefined }
  | { readonly value?: undefined; readonly fault: string };

/** Reads what was typed for the clock of the world. */
export function typedAsOf(text: string, zone: ZoneChoice, near?: Near): TypedClock<ScrubbedMoment['asOf']> {
  const typed = readTypedTime(text, zone, near);
  switch (typed.kind) {
    case 'time':
      return { value: typed.ms };
    case 'newest':
      return { value: 'now' };
    case 'refused':
      return { fault: typed.sentence };
    case 'position':
      return { fault: text };
  }
}

/** Reads what was typed for the clock of the log, which has come to a position; a time is the last position that had been recorded by then. */
export async function typedKnownAt(
  text: string,
  zone: ZoneChoice,
  client: Client,
  head: number,
  near?: Near,
): Promise<TypedClock<ScrubbedMoment['knownAt']>> {
  const typed = readTypedKnown(text, zone, near);
  switch (typed.kind) {
    case 'position':
      return typed.position > head
        ? { fault: typedTexts.ahead(typed.position, head) }
        : { value: typed.position };
    case 'newest':
      return { value: 'head' };
    case 'refused':
      return { fault: typed.sentence };
    case 'time':
      return { value: Math.min(head, await positionKnownBy(client, typed.ms)) };
  }
}
