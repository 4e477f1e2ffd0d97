import { TimelineError } from '../domain/errors.ts';
import type { RecordedEvent } from '../domain/event.ts';
import { canonicalJson } from '../domain/json.ts';
import type { EventLog } from '../store/port.ts';
import type { MoveRun } from './progress.ts';
import { pause, readAtATime } from './progress.ts';
import { entriesThrough } from './trail.ts';

/** How much of a log is there already, and of its audit trail. */
export interface Beginning {
  readonly events: number;
  readonly entries: number;
}

/**
 * Checks that what a store holds is the beginning of another log: every event as it stands there, from the last one back to the first,
 * and every entry of the audit trail.
 *
 * Throws `logs-differ`.
 */
export async function checkIsBeginning(from: EventLog, to: EventLog, run: MoveRun): Promise<Beginning> {
  const events = to.head().position;
  if (events > run.position)
    throw differ(`${to.name} has ${events} events, and ${from.name} only ${run.position}`, events);
  for (let through = events; through > 0; through -= readAtATime) {
    const range = { after: Math.max(0, through - readAtATime), through, limit: readAtATime };
    compareEvents(from.readLog(range), to.readLog(range), { from, to });
    await run.onProgress({ step: 'comparing', done: events - range.after, of: events });
    await pause(run.signal);
  }
  return { events, entries: compareTrails(from, to, events) };
}

function compareEvents(
  theirs: readonly RecordedEvent[],
  ours: readonly RecordedEvent[],
  { from, to }: { readonly from: EventLog; readonly to: EventLog },
): void {
  for (const [index, event] of ours.entries()) {
    if (isSame(theirs[index], event)) continue;
    const { position } = event;
    throw differ(`At position ${position}, ${to.name} has another event than ${from.name}`, position);
  }
}

/** An entry whose last event is there already must be there, too. */
function compareTrails(from: EventLog, to: EventLog, position: number): number {
  const theirs = entriesThrough(from, position);
  let count = 0;
  for (const entry of entriesThrough(to, position)) {
    const { value } = theirs.next();
    count += 1;
    if (!isSame(value, entry)) throw trailsDiffer(from, to, count);
  }
  if (theirs.next().done !== true) throw trailsDiffer(from, to, count + 1);
  return count;
}

function isSame(one: object | undefined | void, other: object): boolean {
  return one !== undefined && canonicalText(one) === canonicalText(other);
}

/** What was recorded is plain JSON data, and so is what is noted of requests. */
function canonicalText(value: object): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)));
}

function trailsDiffer(from: EventLog, to: EventLog, number: number): TimelineError {
  return new TimelineError(
    'logs-differ',
    `At entry ${number}, the audit trail of ${to.name} is not that of ${from.name}`,
    { entry: number },
  );
}

function differ(sentence: string, position: number): TimelineError {
  return new TimelineError('logs-differ', sentence, { position });
}
