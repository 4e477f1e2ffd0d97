import type { CloudEvent } from '../../src/domain/cloud-event.ts';

/** What the log gives an event, which nobody who appends may give. */
const ofTheLog = ['recordedtime', 'sequence', 'revision'];

/** Returns a CloudEvent without what the log that it comes from gave it. */
export function withoutLog(event: CloudEvent | Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).filter(([name]) => !ofTheLog.includes(name)));
}

/** Writes a CloudEvent in binary mode, as the HTTP binding of CloudEvents 1.0.2 says in 3.1.3.2: attributes as headers, data as the body. */
export function inBinaryMode(event: Readonly<Record<string, unknown>>): {
  readonly headers: Record<string, string>;
  readonly body: unknown;
} {
  const { data, datacontenttype: _, ...attributes } = event;
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, encoded(String(value))]);
  return { headers: Object.fromEntries(headers), body: data };
}

/** Everything but printable ASCII is encoded, and of that the space, the double quote and the percent sign. */
function encoded(text: string): string {
  return Array.from(text)
    .map((character) =>
      /^[\x21\x23\x24\x26-\x7e]$/.test(character)
        ? character
        : Array.from(Buffer.from(character))
            .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
            .join(''),
    )
    .join('');
}
