import { formatInstant } from '../domain/instant.ts';
import type { ChangedFact } from '../engine/change-answers.ts';
import type { ReplayUpdate, TimelineChange, Update } from '../engine/live-answers.ts';
import type { changedFactSchema } from './contract/changes.ts';
import type { replaySchema, timelineChangesSchema, updatesSchema } from './contract/live.ts';
import type { Sent } from './contract/parts.ts';
import { problemOfError } from './problem.ts';
import { subjectOut } from './wire-changes.ts';
import { entryOut } from './wire-fact.ts';
import type { ProjectionName } from './wire.ts';
import { momentOut } from './wire.ts';

/** One event of a stream of them: its name, what to go on after, and its data. */
export type EventOut<DataByName> = {
  readonly [Name in keyof DataByName & string]: {
    readonly event: Name;
    /** Absent where there is nothing to go on after yet. */
    readonly id?: string;
    readonly data: DataByName[Name];
  };
}[keyof DataByName & string];

/** The data of each event that a subscription to a projection tells, as sent, by the event's name. */
export type UpdatesOut = Sent<typeof updatesSchema>;

/** One event that a subscription to a projection tells, as sent. */
export type UpdateOut = EventOut<UpdatesOut>;

/** A change of a fact, with the fact as it reads after; there is no such where it is removed. */
export type ChangedFactOut = Sent<typeof changedFactSchema>;

/** The data of each event that a subscription to the timeline tells, as sent, by the event's name. */
export type TimelineChangesOut = Sent<typeof timelineChangesSchema>;

/** One event that a subscription to the timeline tells, as sent. */
export type TimelineChangeOut = EventOut<TimelineChangesOut>;

/** The data of each event that a replay tells, as sent, by the event's name. */
export type ReplayOut = Sent<typeof replaySchema>;

/** One event that a replay tells, as sent. */
export type ReplayUpdateOut = EventOut<ReplayOut>;

/** Returns an update of a projection in the form that is sent; `storeName` is nobody's business there. */
export function updateOut(update: Update, storeName: string): UpdateOut {
  const { kind, id } = update;
  const subject = subjectOut(update);
  const moment = momentOut(update.moment);
  switch (kind) {
    case 'snapshot':
    case 'reset':
      return { event: kind, id, data: { ...subject, moment, state: update.state } };
    case 'patch': {
      const { from, patch, causes, more } = update;
      return { event: kind, id, data: { ...subject, from: momentOut(from), moment, patch, causes, more } };
    }
    case 'caught-up': {
      const { hash } = update;
      return { event: kind, id, data: { ...subject, moment, ...(hash === undefined ? {} : { hash }) } };
    }
    case 'fault':
      return {
        event: kind,
        ...(id === undefined ? {} : { id }),
        data: problemOfError(update.error, storeName),
      };
  }
}

/** Returns a change of the timeline in the form that is sent. */
export function timelineChangeOut(change: TimelineChange): TimelineChangeOut {
  const { kind, id } = change;
  const moment = momentOut(change.moment);
  switch (kind) {
    case 'entries':
      return {
        event: kind,
        ...(id === undefined ? {} : { id }),
        data: { moment, entries: change.entries.map((fact) => entryOut(fact, change.moment)) },
      };
    case 'changes':
      return {
        event: kind,
        id,
        data: { from: momentOut(change.from), moment, changes: changesOut(change) },
      };
    case 'caught-up':
      return { event: kind, id, data: { moment } };
  }
}

/** Returns a part of a replay in the form that is sent; the projection is the one it was asked with. */
export function replayOut(
  update: ReplayUpdate,
  asked: { readonly projection?: ProjectionName | undefined; readonly key?: string | undefined } = {},
): ReplayUpdateOut {
  const { kind, id } = update;
  const moment = momentOut(update.moment);
  switch (kind) {
    case 'start': {
      const { projection, key } = asked;
      return {
        event: kind,
        id,
        data: {
          moment,
          ...(update.at === undefined ? {} : { at: formatInstant(update.at) }),
          ...(projection === undefined ? {} : { projection }),
          ...(key === undefined ? {} : { key }),
          ...('state' in update ? { state: update.state } : {}),
        },
      };
    }
    case 'step': {
      const { at, patch } = update;
      return {
        event: kind,
        id,
        data: {
          moment,
          at: formatInstant(at),
          changes: changesOut(update),
          ...(patch === undefined ? {} : { patch }),
        },
      };
    }
    case 'caught-up':
    case 'end':
      return { event: kind, id, data: { moment } };
  }
}

function changesOut({
  changes,
  moment,
}: {
  readonly changes: readonly ChangedFact[];
  readonly moment: TimelineChange['moment'];
}): readonly ChangedFactOut[] {
  return changes.map(({ change, after }) => ({
    ...change,
    ...(after === undefined ? {} : { entry: entryOut(after, moment) }),
  }));
}
