import { z } from 'zod';

import { headSchema } from './moment.ts';
import { listOf } from './parts.ts';

const numbers = (description: string) => listOf(z.int()).meta({ description });
const numbersOrNone = (description: string) => listOf(z.int().nullable()).meta({ description });
const names = (description: string) => listOf(z.string()).meta({ description });
const codes = (max: number, description: string) => listOf(z.int().min(0).max(max)).meta({ description });
const places = (description: string) => listOf(z.int().min(0)).meta({ description });

/** Readings by columns: what stands at the same place of each belongs to the same reading. */
export const readingColumnsSchema = z
  .strictObject({
    position: numbers('Of the event that made the reading: the first, then the difference to the one before'),
    recordedTo: numbersOrNone('How many positions after its own it no longer holds from; null while it does'),
    recordedAt: numbers(
      'When it was recorded, in milliseconds of the Unix epoch: the first, then the difference to the one before',
    ),
    fact: numbers(
      'How many positions before its own the first event of its fact has; 0 for the first reading',
    ),
    from: numbers(
      'The earliest instant at which it may have begun, in milliseconds of the Unix epoch: the first, then the difference to the one before',
    ),
    fromLatest: numbers('The latest such instant, counted from the earliest'),
    to: numbersOrNone(
      'The earliest instant at which it may have ended, counted from the earliest at which it may have begun; null where none is known',
    ),
    toLatest: numbersOrNone('The latest such instant, counted from to; null where none is known'),
    isOpen: codes(1, '1 for an interval that has no known end'),
    status: codes(3, '0 stated, 1 corrected, 2 retracted, 3 reinstated'),
    qualifier: codes(3, '0 none, 1 uncertain, 2 approximate, 3 both'),
    type: places('Its event type, by its place in types'),
    stream: places('Its stream, by its place in streams'),
    laneCount: places('In how many lanes it stands'),
    laneOf: places(
      'The lanes of the first reading, then those of the next, and so on, by their places in lanes',
    ),
    id: names('The id of the first event of its fact; with titles only').exactOptional(),
    title: names('Its title; with titles only').exactOptional(),
  })
  .meta({
    id: 'ReadingColumns',
    description: 'Readings by columns: what stands at the same place of each belongs to the same reading',
  });

/** A page of readings. */
export const readingsSchema = z
  .strictObject({
    head: headSchema.meta({ description: 'The last event that was known' }),
    inAll: z.int().min(0).meta({ description: 'How many readings are asked for, on all pages' }),
    exact: z.boolean().meta({ description: 'false where there are more than inAll' }),
    types: names('The event types that occur here'),
    streams: names('The streams that occur here'),
    lanes: names('The lanes that occur here'),
    readings: readingColumnsSchema,
    next: z.string().exactOptional().meta({ description: 'The page that comes next; absent after the last' }),
  })
  .meta({ id: 'Readings', description: 'Readings of facts, also those that no longer hold' });
