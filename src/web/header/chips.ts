import type { Filter, View } from '../model.ts';
import { texts } from '../texts.ts';
import { valueName } from './value-name.ts';

const fields = ['types', 'streams', 'about', 'sources'] as const;

/** Something that is left out of what is shown, and how it is let in again. */
export interface Chip {
  readonly key: string;
  /** What stands on it. */
  readonly name: string;
  /** What it does when it is pressed. */
  readonly action: string;
  readonly without: Partial<View>;
}

/** Lists by what things are left out, but for the words that are looked for: those stand in their field. */
export function chipsOf({ filter, certainty }: Pick<View, 'filter' | 'certainty'>): readonly Chip[] {
  const { filter: words, certainty: certain } = texts.en.header;
  const values = fields.flatMap((field) =>
    filter[field].map((value) => {
      // Of a tag its kind does not stand beside.
      const name = field === 'about' ? value : valueName(field, value);
      const without = { filter: withoutValue(filter, field, value) };
      return { key: `${field} ${value}`, name, action: words.remove(name), without };
    }),
  );
  if (certainty === 'possible') return values;
  const { chip, undo } = certain;
  return [...values, { key: 'certainty', name: chip, action: undo, without: { certainty: 'possible' } }];
}

function withoutValue(filter: Filter, field: (typeof fields)[number], value: string): Filter {
  return { ...filter, [field]: filter[field].filter((one) => one !== value) };
}
