import type { AskedMoment, Client } from '../../../client/index.ts';
import { readTypedKnown, readTypedTime } from '../../format/typed-time.ts';
import type { Marks, ScrubbedMoment, ZoneChoice } from '../../model.ts';
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
  at: { readonly now: number; readonly head: number },
): Keyed<AskedPair> {
  const closed = ({ asOf, knownAt }: ScrubbedMoment): AskedMoment => ({
    asOf: asOf === 'now' ? at.now : asOf,
    knownAt: knownAt === 'head' ? at.head : knownAt,
    certainty,
  });
  const key = [before.asOf, before.knownAt, after.asOf, after.knownAt, certainty, at.head].join(' ');
  return { before: closed(before), after: closed(after), key };
}

/** Returns the position before the last correction or retraction up to a position, of the readings in view; undefined where there is none. */
export function beforeLastCorrection(marks: Marks, position: number): number | undefined {
  let last = 0;
  for (let index = 0; index < marks.count; index++) {
    const made = marks.position[index] ?? 0;
    if (marks.status[index] !== 0 && made <= position && made > last) last = made;
  }
  return last === 0 ? undefined : last - 1;
}

/** Asks for the last position that had been recorded by an instant: 0 before the first. */
export async function positionKnownBy(client: Client, instant: number): Promise<number> {
  const { commits } = await client.commits({ to: instant, order: 'newest-first', limit: 1 });
  return commits[0]?.position ?? 0;
}

/** What somebody typed for one clock: what it means, or what is wrong with it. */
export type TypedClock<Value> =
  | { readonly value: Value; readonly fault?: undefined }
  | { readonly value?: undefined; readonly fault: string };

/** Reads what was typed for the clock of the world. */
export function typedAsOf(text: string, zone: ZoneChoice): TypedClock<ScrubbedMoment['asOf']> {
  const typed = readTypedTime(text, zone);
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

/** Reads what was typed for the clock of the log; a time is the last position that had been recorded by then. */
export async function typedKnownAt(
  text: string,
  zone: ZoneChoice,
  client: Client,
): Promise<TypedClock<ScrubbedMoment['knownAt']>> {
  const typed = readTypedKnown(text, zone);
  switch (typed.kind) {
    case 'position':
      return { value: typed.position };
    case 'newest':
      return { value: 'head' };
    case 'refused':
      return { fault: typed.sentence };
    case 'time':
      return { value: await positionKnownBy(client, typed.ms) };
  }
}
