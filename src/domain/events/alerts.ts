import type { z } from 'zod';

import { defineEvent } from '../event-type.ts';
import { eventData, tagSchema, textSchema } from './common.ts';

const alertShape = {
  place: tagSchema.optional().meta({ description: 'where; the first place it is about when absent' }),
  kind: textSchema(100).optional().meta({ description: 'what it warns of: air-raid' }),
  level: textSchema(100)
    .optional()
    .meta({ description: 'the unit that is warned: oblast, raion, hromada, city' }),
  alert: textSchema(200).optional().meta({
    description: 'name of the alert, shared by its start and its end; place and publisher tell when absent',
  }),
};
const alertStartedFirst = eventData(alertShape);
const alertEndedFirst = eventData(alertShape);

/** Data of the start of an alert. */
export type AlertStartedData = z.output<typeof alertStartedFirst>;
/** Data of the end of an alert. */
export type AlertEndedData = z.output<typeof alertEndedFirst>;

/** Public warnings. An alert without an end is in force. */
export const alertEvents = [
  defineEvent({
    type: 'AlertStarted',
    description: 'A public warning begins.',
    versions: [alertStartedFirst],
  }),
  defineEvent({ type: 'AlertEnded', description: 'A public warning ends.', versions: [alertEndedFirst] }),
];
