import type { PageBrowser } from './page-browser.ts';

/** Gives the text of the next field. */
type NextText = (charactersMax: number) => string;

interface Schemas {
  readonly schemas: readonly { readonly type: string; readonly newest: number }[];
}

/**
 * Appends an event of each type for each text, with a text in every field that takes any, and corrects and retracts some with texts, too.
 *
 * The events are named `Type-0`, `Type-1` and so on; number 7 of each type is corrected, number 9 retracted. Returns the types.
 */
export async function fillWith(
  texts: readonly string[],
  { url, timeline }: Pick<PageBrowser, 'url' | 'timeline'>,
): Promise<readonly string[]> {
  const { schemas } = (await (await fetch(`${url}/v1/schemas`)).json()) as Schemas;
  let turn = 0;
  const next: NextText = (charactersMax) =>
    (texts[(turn += 1) % texts.length] ?? '').slice(0, charactersMax).trim();
  const filled = schemas.filter(({ type }) => !/^Fact|^Foreign/.test(type));
  for (const [place, { type, newest }] of filled.entries()) {
    const schema: unknown = await (await fetch(`${url}/v1/schemas/${type}/${newest}`)).json();
    const events = texts.map((text, index) => {
      const fields = { ...Object(fillSchema(schema, next, index)) };
      const occurred = new Date(Date.UTC(2025, 6, 3, 0, index * 10, place * 40)).toISOString();
      // A fact of its own for each, with its text where most of the page shows it.
      const data = { ...fields, title: text, ...('attack' in fields && { attack: text }) };
      return { id: `${type}-${index}`, type, occurred, data };
    });
    await timeline.append(`filled-${type.toLowerCase()}`, events);
    await timeline.correct(`${type}-7`, {
      reason: next(200),
      data: events[8]?.data ?? {},
      sources: [{ publisher: next(200) }],
    });
    await timeline.retract(`${type}-9`, { reason: next(200) });
  }
  await timeline.caughtUp();
  return filled.map(({ type }) => type);
}

/**
 * Makes data that a JSON Schema takes with every field there is, and in each that takes any text the next one.
 *
 * Numbers grow from field to field as the seed has it; times and grades are such.
 */
function fillSchema(schema: unknown, next: NextText, seed: number): unknown {
  const of = (name: string): unknown => Object(schema)[name];
  const choices = of('enum');
  if (Array.isArray(choices)) return choices[seed % choices.length];
  switch (of('type')) {
    case 'string':
      return fillText(JSON.stringify(schema), Number(of('maxLength') ?? 100), next);
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return 1 + (seed % 40);
    case 'array':
      return [fillSchema(of('items'), next, seed), fillSchema(of('items'), next, seed + 1)];
    case 'object': {
      const members = Object.entries(Object(of('properties')));
      return Object.fromEntries(members.map(([name, member]) => [name, fillSchema(member, next, seed)]));
    }
    default:
      return undefined;
  }
}

function fillText(written: string, charactersMax: number, next: NextText): string {
  if (written.includes('RFC 3339')) return '2025-07-03';
  if (written.includes('[A-F]')) return 'B2';
  if (written.includes('^actor:')) return `actor:${next(charactersMax - 6)}`;
  if (written.includes('[a-z0-9-]*:')) return `place:${next(charactersMax - 6)}`;
  if (written.includes('"format":"uri"')) return `https://pwn.example/${encodeURIComponent(next(200))}`;
  return next(charactersMax);
}
