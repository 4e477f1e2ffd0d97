import type { Part } from './schema.ts';

/** Returns the text that a field shows for a value. */
export function textOfValue(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Returns the value that was typed into a field; undefined for nothing. What is no number stays the text it is, and is told as a fault. */
export function valueOfText(part: Part, text: string): unknown {
  if (text === '') return undefined;
  if (part.kind === 'number') return numberTyped(text);
  if (part.kind === 'any') return jsonTyped(text);
  return text;
}

/** Commas that can stand between thousands and nowhere else: 0,125 is an eighth to many, and must not become 125. */
const thousands = /^-?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/;

/** A number may be typed as it is read: with commas between thousands, and with the sign of a minus. */
function numberTyped(text: string): unknown {
  const typed = text.trim().replace('−', '-');
  const plain = thousands.test(typed) ? typed.replaceAll(',', '') : typed;
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(plain) ? Number(plain) : text;
}

function jsonTyped(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
