/** Text that is HTML already. */
export interface Html {
  readonly html: string;
}

/** What can stand in a template: text is escaped, HTML is not, lists are joined, and what is undefined is nothing. */
export type Part = string | number | Html | undefined | readonly Part[];

/** Returns HTML with every text in it escaped. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return {
    html: strings.map((text, index) => text + (index < parts.length ? textOf(parts[index]) : '')).join(''),
  };
}

/** Returns some parts with a text between each two of them. */
export function joined(parts: readonly Part[], between: string): readonly Part[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [between, part]));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function textOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number')
    return String(part).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
  return 'html' in part ? part.html : part.map(textOf).join('');
}
