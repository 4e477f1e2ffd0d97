import { commonEventsSchema, replaySchema, timelineChangesSchema, updatesSchema } from './live.ts';
import type { Operations } from './operation.ts';
import { afterHeard, begunRange, lastEventId, streamsFilter } from './parameters.ts';

const subscribedAsOf = {
  description:
    'now goes on with the clock: an event dated ahead comes when its time has come. With one instant it tells only when what is known of that moment changes. now when left out.',
  example: 'now',
};

/** What changes, as it comes. */
export const updateOperations: Operations = {
  'GET /v1/projections/{name}/updates': {
    id: 'subscribeToState',
    tag: 'Updates',
    summary: 'Subscribe to a state',
    description:
      'Tells the state of a projection and how it changes: first the whole state, then a JSON Patch for each commit that changes it. It resumes after the last event heard with no gap and nothing twice.',
    parameters: {
      asOf: subscribedAsOf,
      after: afterHeard,
      key: {
        description:
          'Which state, for a projection that has keys; an object of all states by key when left out.',
      },
    },
    requestHeaders: lastEventId,
    answers: {
      200: {
        description: 'The updates, as server-sent events.',
        content: { 'text/event-stream': { events: [updatesSchema, commonEventsSchema] } },
      },
    },
    problems: [404],
  },
  'GET /v1/timeline/updates': {
    id: 'subscribeToTimeline',
    tag: 'Updates',
    summary: 'Subscribe to the timeline',
    description: 'Tells the facts there are, then those that come, go, or read otherwise.',
    parameters: { asOf: subscribedAsOf, after: afterHeard, ...begunRange, stream: streamsFilter },
    requestHeaders: lastEventId,
    answers: {
      200: {
        description: 'The changes, as server-sent events.',
        content: { 'text/event-stream': { events: [timelineChangesSchema, commonEventsSchema] } },
      },
    },
  },
  'GET /v1/replay': {
    id: 'replay',
    tag: 'Updates',
    summary: 'Replay the past',
    description:
      'Plays the timeline along one axis, each step in its time. Where the end is open it goes on live.',
    parameters: {
      projection: {
        description:
          'Also tells how the state of this projection changes, and leaves out what does not concern it.',
        example: 'situation',
      },
      axis: {
        description:
          'Along occurred, asOf goes on and what is known stays; along recorded it is the other way round.',
        schema: { type: 'string', enum: ['occurred', 'recorded'], default: 'occurred' },
      },
      from: {
        description:
          'Where it begins: an instant, or on the recorded axis also a position; before everything when left out.',
      },
      to: {
        description: 'Where it ends, likewise; when left out it goes on live, unless knownAt is given.',
      },
      asOf: { description: 'On the recorded axis, the clock that stays; now when left out.' },
      knownAt: { description: 'On the occurred axis, the clock that stays; the head when left out.' },
      speed: {
        description: 'How many times as fast as it went; 0 as fast as it is read.',
        schema: { type: 'number', minimum: 0, default: 1 },
        example: 3600,
      },
      gap: {
        description: 'The longest wait between two steps, in seconds; no limit when left out.',
        schema: { type: 'number', minimum: 0 },
      },
    },
    answers: {
      200: {
        description: 'The steps, as server-sent events.',
        content: { 'text/event-stream': { events: [replaySchema, commonEventsSchema] } },
      },
    },
    problems: [404],
  },
};
