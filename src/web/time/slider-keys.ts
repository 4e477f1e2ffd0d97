/** What a key on a scrubber asks for. */
export type SliderKey =
  | { readonly to: 'begin' | 'end' }
  | { readonly to: 'small' | 'large' | 'change'; readonly direction: 1 | -1 };

const directions: Readonly<Record<string, 1 | -1>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageDown: -1,
};

/**
 * Reads a key as the slider pattern of ARIA's authoring practices has it: arrows step, Page Up and Page Down more, Home and End go to the
 * ends; with Shift, arrows go to the next change. Undefined for every other key.
 */
export function readSliderKey({
  key,
  shiftKey,
}: Pick<KeyboardEvent, 'key' | 'shiftKey'>): SliderKey | undefined {
  if (key === 'Home') return { to: 'begin' };
  if (key === 'End') return { to: 'end' };
  const direction = directions[key];
  if (direction === undefined) return undefined;
  if (key.startsWith('Page')) return { to: 'large', direction };
  return { to: shiftKey ? 'change' : 'small', direction };
}
