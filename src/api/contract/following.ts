import { z } from 'zod';

import { instant, listOf } from './parts.ts';

const counted = z.int().min(0);

/** How a store follows the log of a cluster. */
export const followingSchema = z
  .strictObject({
    state: z.enum(['connecting', 'catching-up', 'live', 'stopped']),
    since: instant.meta({ description: 'Since when it is in that state' }),
    share: z
      .number()
      .min(0)
      .max(1)
      .exactOptional()
      .meta({ description: 'The share of the log that is taken in, while it catches up' }),
    eventsPerSecond: z.number().min(0).exactOptional(),
    secondsLeft: z.number().min(0).exactOptional(),
    lagBytes: z.number().min(0).meta({
      description: 'Bytes of the cluster’s log that are not taken in, as far as is known',
    }),
    lagMs: z
      .number()
      .min(0)
      .meta({ description: 'Milliseconds since it was last known to be caught up; 0 while it is live' }),
    reconnects: counted.meta({ description: 'How often it connected again' }),
    refills: counted.exactOptional().meta({
      description: 'How often its replica was emptied, to be filled with another log, or another past of it',
    }),
    parked: counted.meta({ description: 'Events in streams of the log that are no events of it' }),
    leftOut: counted.meta({ description: 'Events of other streams of the cluster' }),
    staged: counted.meta({ description: 'Events of imports that have not ended' }),
    clockSkewMs: z.number().exactOptional().meta({
      description: 'The cluster’s clock less that of this node, in milliseconds, at its last append',
    }),
    why: z.string().exactOptional().meta({
      description: 'Why it is not live; only for those who may do everything',
    }),
  })
  .meta({ id: 'Following', description: 'How the store follows the log of a cluster' });

/** An event in a stream of a cluster's log that is no event of it. */
export const parkedEventSchema = z
  .strictObject({
    clusterPosition: z
      .string()
      .regex(/^\d+\/\d+$/)
      .meta({ description: 'Its place in the cluster, commit and prepare; it has no position in the log' }),
    clusterStream: z.string().meta({ description: 'Its stream in the cluster, with the prefix' }),
    clusterRevision: counted.meta({ description: 'Its place in that stream as the cluster counts' }),
    wireId: z.string().meta({ description: 'Its id in the cluster' }),
    type: z.string(),
    reason: z.string().meta({ description: 'Why it is no event of the log' }),
    code: z
      .string()
      .exactOptional()
      .meta({ description: 'The code of the error, where recording it failed' }),
  })
  .meta({
    id: 'ParkedEvent',
    description: 'An event in a stream of a cluster’s log that is no event of it',
  });

/** A part of the list of parked events. */
export const parkedSchema = z
  .strictObject({
    parked: listOf(parkedEventSchema),
    next: z
      .string()
      .exactOptional()
      .meta({ description: 'The after of the next page; absent after the last' }),
  })
  .meta({ id: 'Parked' });
