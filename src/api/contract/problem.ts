import { z } from 'zod';

/** A problem document of RFC 9457: its own members, and the facts of the case beside them. */
export const problemSchema = z
  .object({
    type: z
      .string()
      .regex(/^\/problems\/[a-z-]+$/)
      .meta({ description: '/problems/ and a code that stays the same' }),
    title: z.string(),
    status: z.int().min(400).max(599),
    detail: z.string().meta({ description: 'One sentence on this case' }),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]).optional())
  .meta({
    id: 'Problem',
    description: 'A problem document (RFC 9457); members beside these four are the facts of the case',
  });
