import { z } from 'zod';

import { defineEvent } from '../event-type.ts';
import { actorSchema, eventData, textSchema } from './common.ts';

const linkAssessedFirst = eventData({
  from: textSchema(200).meta({ description: 'the id of an event, or a name that events share' }),
  to: textSchema(200).meta({ description: 'the id of an event, or a name that events share' }),
  relation: textSchema(200).meta({ description: 'what is suggested of the two: timed-with, caused' }),
  status: z.enum(['unconfirmed', 'confirmed', 'refuted']),
  assessedBy: actorSchema.optional(),
});
const noteAddedFirst = eventData({
  text: textSchema(8000).optional(),
});

/** Data of an assessed link. */
export type LinkAssessedData = z.output<typeof linkAssessedFirst>;
/** Data of a note. */
export type NoteAddedData = z.output<typeof noteAddedFirst>;

/** What is made of the events: links between them, and notes. */
export const assessmentEvents = [
  defineEvent({
    type: 'LinkAssessed',
    description: 'A link between two events is suggested, confirmed or refuted; the last assessment holds.',
    versions: [linkAssessedFirst],
  }),
  defineEvent({
    type: 'NoteAdded',
    description: 'A note of context; it sets no value of its own.',
    versions: [noteAddedFirst],
  }),
];
