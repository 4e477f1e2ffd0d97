import { z } from 'zod';

import { defineEvent } from '../event-type.ts';
import { actorSchema, countSchema, eventData, tagSchema, textSchema } from './common.ts';

const delivery = textSchema(200).optional().meta({
  description: 'name of the delivery, shared by all events about it; the id of the event when absent',
});

const deliveryDelayedFirst = eventData({
  delivery,
  from: actorSchema.optional(),
  to: actorSchema.optional(),
  items: z
    .array(
      z.strictObject({ what: textSchema(300), system: tagSchema.optional(), amount: countSchema.optional() }),
    )
    .max(100)
    .optional()
    .meta({ description: 'what is delayed' }),
  reason: textSchema(2000).optional(),
});
const deliveryResumedFirst = eventData({
  delivery,
  from: actorSchema.optional(),
  to: actorSchema.optional(),
});

/** Data of a delayed delivery. */
export type DeliveryDelayedData = z.output<typeof deliveryDelayedFirst>;
/** Data of a resumed delivery. */
export type DeliveryResumedData = z.output<typeof deliveryResumedFirst>;

/** Deliveries that are put off, and that go on again. */
export const supplyEvents = [
  defineEvent({
    type: 'DeliveryDelayed',
    description: 'A promised delivery is put off.',
    versions: [deliveryDelayedFirst],
  }),
  defineEvent({
    type: 'DeliveryResumed',
    description: 'A delayed delivery goes on.',
    versions: [deliveryResumedFirst],
  }),
];
