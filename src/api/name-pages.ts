import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';

const pageSchema = z.strictObject({ after: z.string().min(1) });

/** Writes down, as opaque text, the name that a page of a list by name goes on after: what is added later moves nothing. */
export function writeNamePage(after: string): string {
  return Buffer.from(JSON.stringify({ after })).toString('base64url');
}

/** Reads what `writeNamePage` wrote; throws `invalid-query` for anything else. */
export function readNamePage(text: string): string {
  const page = pageSchema.safeParse(jsonOf(Buffer.from(text, 'base64url').toString()));
  if (page.success) return page.data.after;
  throw new TimelineError('invalid-query', 'page is not one that this list gave', { parameter: 'page' });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
