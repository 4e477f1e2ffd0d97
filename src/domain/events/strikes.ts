import { z } from 'zod';

import { defineEvent } from '../event-type.ts';
import { actorSchema, countSchema, eventData, tagSchema, textSchema } from './common.ts';

const attack = textSchema(200).optional().meta({
  description: 'name of the attack, shared by all events about it; the id of the event when absent',
});
const munition = {
  class: z.enum(['drone', 'missile', 'bomb', 'shell', 'other']),
  kind: textSchema(100).optional().meta({ description: 'a kind within the class: ballistic, cruise' }),
  model: textSchema(100).optional().meta({ description: 'the model as the source names it: Kinzhal' }),
};

const attackReportedFirst = eventData({
  attack,
  by: actorSchema.optional(),
  against: z.array(tagSchema).max(100).optional(),
  origins: z.array(textSchema(200)).max(100).optional().meta({ description: 'where it was launched from' }),
  munitions: z
    .array(
      z.strictObject({ ...munition, launched: countSchema.optional(), note: textSchema(500).optional() }),
    )
    .max(100)
    .optional()
    .meta({
      description:
        'a row with a class alone is the total of that class; a row with a kind or model is a part of it',
    }),
});
const interceptionReportedFirst = eventData({
  attack,
  by: actorSchema.optional(),
  munitions: z
    .array(z.strictObject({ ...munition, intercepted: countSchema.optional(), lost: countSchema.optional() }))
    .max(100)
    .optional()
    .meta({ description: 'shot down, and lost on the way without being shot down' }),
});
const casualtiesReportedFirst = eventData({
  attack,
  killed: countSchema.optional(),
  injured: countSchema.optional(),
  missing: countSchema.optional(),
  childrenKilled: countSchema.optional().meta({ description: 'children among the killed' }),
  childrenInjured: countSchema.optional().meta({ description: 'children among the injured' }),
});
const damageReportedFirst = eventData({
  attack,
  sites: z
    .array(
      z.strictObject({
        name: textSchema(300),
        kind: textSchema(100).optional(),
        place: tagSchema.optional(),
        extent: textSchema(500).optional().meta({ description: 'how far it was damaged, in our words' }),
        count: countSchema.optional().meta({ description: 'how many, where the site stands for several' }),
      }),
    )
    .max(200)
    .optional(),
});

/** Data of an attack. */
export type AttackReportedData = z.output<typeof attackReportedFirst>;
/** Data of an interception. */
export type InterceptionReportedData = z.output<typeof interceptionReportedFirst>;
/** Data of casualties. */
export type CasualtiesReportedData = z.output<typeof casualtiesReportedFirst>;
/** Data of damage. */
export type DamageReportedData = z.output<typeof damageReportedFirst>;

/** Attacks, and what is claimed of them. */
export const strikeEvents = [
  defineEvent({
    type: 'AttackReported',
    description: 'An attack, with the munitions that a source says were launched.',
    versions: [attackReportedFirst],
  }),
  defineEvent({
    type: 'InterceptionReported',
    description: 'Munitions of an attack that a source says were shot down or lost on the way.',
    versions: [interceptionReportedFirst],
  }),
  defineEvent({
    type: 'CasualtiesReported',
    description: 'People that a source says were killed, injured or are missing.',
    versions: [casualtiesReportedFirst],
  }),
  defineEvent({
    type: 'DamageReported',
    description: 'Sites that a source says were damaged.',
    versions: [damageReportedFirst],
  }),
];
