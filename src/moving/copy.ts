import { TimelineError } from '../domain/errors.ts';
import type { RecordedEvent } from '../domain/event.ts';
import { resolveOccurred } from '../domain/occurred.ts';
import { effectOf } from '../domain/prepare.ts';
import type { EventLog, ImportRequest } from '../store/port.ts';
import type { Beginning } from './beginning.ts';
import type { MoveRun } from './progress.ts';
import { readAtATime } from './progress.ts';
import type { Requests } from './trail.ts';
import { requestsAfter } from './trail.ts';

/** What of a log is copied, and how. */
export interface CopyRun extends MoveRun, Beginning {
  /** Most events of one import. */
  readonly partMax: number;
}

/** Copies what a store does not have yet of a log, in parts that are recorded whole or not at all; throws `logs-differ` when somebody else records meanwhile. */
export async function copyLog(from: EventLog, to: EventLog, run: CopyRun): Promise<void> {
  const { position, partMax, signal, onProgress } = run;
  const requests = requestsAfter(from, position, run.entries);
  let done = run.events;
  await onProgress({ step: 'copying', done, of: position });
  while (done < position) {
    signal.throwIfAborted();
    const through = partEnd(from, done, Math.min(position, done + partMax));
    const hear = async (copied: number) => onProgress({ step: 'copying', done: copied, of: position });
    await copyPart(to, partOf(from, requests, done, through, hear), done, through);
    done = through;
  }
}

/** What was recorded at one instant is copied in one part where it fits into one: a half of it would be a commit that there never was. */
function partEnd(from: EventLog, after: number, through: number): number {
  const [following] = from.readLog({ after: through, limit: 1 });
  let end = through;
  while (end > after && from.recordedAtOf(end) === following?.recordedAt) end -= 1;
  return end === after ? through : end;
}

async function* partOf(
  from: EventLog,
  requests: Requests,
  after: number,
  through: number,
  hear: (copied: number) => Promise<void>,
): AsyncGenerator<readonly ImportRequest[]> {
  let done = after;
  while (done < through) {
    const events = from.readLog({ after: done, through, limit: readAtATime });
    yield events.map((event) => importRequestOf(event, requests));
    done = events.at(-1)?.position ?? through;
    await hear(done);
  }
}

async function copyPart(
  to: EventLog,
  part: AsyncIterable<readonly ImportRequest[]>,
  after: number,
  through: number,
): Promise<void> {
  const { recorded, position } = await to.import(part);
  if (recorded === through - after && position === through) return;
  throw new TimelineError(
    'logs-differ',
    `Somebody else records in ${to.name}: it is at position ${position}, and not at ${through}`,
    { position },
  );
}

/** An event of a log was checked when it was recorded; as it stands there it is copied, also by who does not know its type. */
function importRequestOf(recorded: RecordedEvent, requests: Requests): ImportRequest {
  const { stream, revision, position, recordedAt, ...event } = recorded;
  const request = requests.endingAt(position);
  return {
    stream,
    revision,
    recordedAt,
    place: `position ${position}`,
    event: {
      ...event,
      dataText: JSON.stringify(event.data),
      when: resolveOccurred(event.occurred),
      effect: effectOf(event.type, event.data),
    },
    ...(request === undefined ? {} : { request }),
  };
}
