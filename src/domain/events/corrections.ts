import { z } from 'zod';

import type { EventType } from '../event-type.ts';
import { commonShape, timeSchema } from './common.ts';

const aim = {
  ...commonShape,
  title: commonShape.title.optional(),
  target: z.string().min(1).max(200).meta({ description: 'id of the fact, or of one of its corrections' }),
  reason: z.string().min(1).max(2000),
};

/** Data of `FactCorrected`: the fact it aims at, what is restated whole, and why. */
export const factCorrectedSchema = z.strictObject({
  ...aim,
  data: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: "the fact's data, restated whole; as before when absent" }),
  dataVersion: z
    .int()
    .min(1)
    .optional()
    .meta({ description: "version of the fact's type that `data` follows; the newest when absent" }),
  occurred: timeSchema.optional().meta({ description: 'the occurred time, restated; as before when absent' }),
});

/** Data of `FactRetracted`: the fact it aims at, and why. */
export const factRetractedSchema = z.strictObject(aim);

/** The two event types that every timeline has: they change how facts read, and state none themselves. */
export const correctionTypes: readonly EventType[] = [
  {
    type: 'FactCorrected',
    description:
      'Restates the data or the occurred time of a fact from here on; after a retraction it reinstates the fact.',
    versions: [factCorrectedSchema],
  },
  {
    type: 'FactRetracted',
    description: 'Withdraws a fact from here on; what was known before stays as it was.',
    versions: [factRetractedSchema],
  },
];
