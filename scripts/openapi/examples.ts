import { operations } from '../../src/api/contract/index.ts';

/** Examples of one operation: of bodies by media type, and of answers by status and media type. */
export interface Examples {
  readonly bodies: ReadonlyMap<string, unknown>;
  readonly answers: ReadonlyMap<number, ReadonlyMap<string, unknown>>;
}

/**
 * Takes the examples of a page that shows requests and their answers under a heading for each route.
 *
 * The first of each media type is taken; an answer that the page has shortened is none, for it lacks what its schema wants.
 */
export function examplesIn(page: string): ReadonlyMap<string, Examples> {
  const sections = page.split(/^## /m).slice(1);
  return new Map(sections.map((section) => [section.split('\n')[0] ?? '', examplesOf(section)]));
}

const pairs = /```http\n((?:GET|POST|DELETE) [^]*?)\n```\n\n```http\n([^]*?)\n```/g;

function examplesOf(section: string): Examples {
  const heading = section.split('\n')[0] ?? '';
  const bodies = new Map<string, unknown>();
  const answers = new Map<number, Map<string, unknown>>();
  for (const [, request = '', answer = ''] of section.matchAll(pairs)) {
    const sent = partsOf(request);
    if (sent.body !== undefined && !bodies.has(sent.mediaType)) bodies.set(sent.mediaType, sent.body);
    const got = partsOf(answer);
    const status = Number(answer.split(' ')[1]);
    const schema = operations[heading]?.answers[status]?.content?.[got.mediaType]?.schema;
    if (schema?.safeParse(got.body).success !== true) continue;
    const known = answers.get(status) ?? new Map<string, unknown>();
    answers.set(status, known);
    if (!known.has(got.mediaType)) known.set(got.mediaType, got.body);
  }
  return { bodies, answers };
}

function partsOf(text: string): { readonly mediaType: string; readonly body: unknown } {
  const [head = '', ...rest] = text.split('\n\n');
  const [, mediaType = ''] = /^content-type: *([^;\n]+)/im.exec(head) ?? [];
  return {
    mediaType: mediaType.trim(),
    body: mediaType.includes('json') ? jsonOf(rest.join('\n\n')) : undefined,
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
