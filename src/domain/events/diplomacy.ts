import { z } from 'zod';

import { defineEvent } from '../event-type.ts';
import { actorSchema, eventData, textSchema } from './common.ts';

const callShape = {
  outcome: textSchema(2000).optional().meta({ description: 'what came of it, by the account given' }),
  topics: z.array(textSchema(200)).max(50).optional(),
  agreed: z.array(textSchema(500)).max(50).optional().meta({ description: 'what was agreed' }),
  commitments: z
    .array(
      z.strictObject({ delivery: textSchema(200), made: z.boolean(), note: textSchema(1000).optional() }),
    )
    .max(50)
    .optional()
    .meta({ description: 'whether a commitment to resume a delivery was made, by the name of the delivery' }),
  interactionOfYear: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'which interaction of the two this is in its calendar year, from 1' }),
};

const callHeldFirst = eventData({ ...callShape, participants: z.array(actorSchema).max(20).optional() });
const callHeldSecond = eventData({
  ...callShape,
  participants: z
    .array(z.strictObject({ actor: actorSchema, role: textSchema(200).optional() }))
    .max(20)
    .optional()
    .meta({
      description: 'who spoke, with the role as the source prints it; the actors it is about when absent',
    }),
});
const statementMadeFirst = eventData({
  speaker: actorSchema.optional().meta({ description: 'the first actor it is about when absent' }),
  speakerRole: textSchema(200).optional(),
  statement: textSchema(4000).optional().meta({ description: 'what was said, in our words' }),
});
const positionDeclaredFirst = eventData({
  actor: actorSchema.optional().meta({ description: 'the first actor it is about when absent' }),
  topic: textSchema(200).meta({ description: 'what the position is on: cease-fire, sanctions' }),
  stance: textSchema(1000).meta({ description: 'where the actor stands, in our words' }),
});

/** Data of a call, in the newest version. */
export type CallHeldData = z.output<typeof callHeldSecond>;
/** Data of a statement. */
export type StatementMadeData = z.output<typeof statementMadeFirst>;
/** Data of a position. */
export type PositionDeclaredData = z.output<typeof positionDeclaredFirst>;

/** Calls, statements and positions. Version 1 of `CallHeld` named the participants without their roles. */
export const diplomacyEvents = [
  defineEvent({
    type: 'CallHeld',
    description: 'Actors spoke by telephone or video.',
    versions: [callHeldFirst, callHeldSecond],
    upcasters: [
      ({ participants, ...rest }) =>
        Array.isArray(participants)
          ? { ...rest, participants: participants.map((actor: string) => ({ actor })) }
          : rest,
    ],
  }),
  defineEvent({
    type: 'StatementMade',
    description: 'An actor said something in public.',
    versions: [statementMadeFirst],
  }),
  defineEvent({
    type: 'PositionDeclared',
    description:
      'An actor takes a position on a topic; it holds until that actor declares another on the same topic.',
    versions: [positionDeclaredFirst],
  }),
];
