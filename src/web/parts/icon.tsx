/** Shapes of 16 by 16, drawn in the colour of the text around them. */
const shapes = {
  search: 'M7 2.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9zM10.4 10.4 14 14',
  filter: 'M2 3.5h12M4.5 8h7M7 12.5h2',
  link: 'M6.5 9.5l3-3M7.5 4.5l1.2-1.2a2.8 2.8 0 0 1 4 4L11.5 8.5M8.5 11.5l-1.2 1.2a2.8 2.8 0 0 1-4-4L4.5 7.5',
  share: 'M8 10V2.5M5 5l3-3 3 3M3.5 8v5.5h9V8',
  keyboard: 'M1.5 4h13v8h-13zM4 6.6h.01M6.7 6.6h.01M9.3 6.6h.01M12 6.6h.01M4.5 9.6h7',
  sun: 'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1 1M12 12l1 1M13 3l-1 1M4 12l-1 1',
  play: 'M4.5 2.5v11l9-5.5z',
  pause: 'M4.5 2.5h2.5v11H4.5zM9 2.5h2.5v11H9z',
  first: 'M3.5 3v10M12.5 3v10l-7-5z',
  last: 'M12.5 3v10M3.5 3v10l7-5z',
  previous: 'M10 3 5 8l5 5',
  next: 'm6 3 5 5-5 5',
  close: 'M3.5 3.5l9 9M12.5 3.5l-9 9',
  live: 'M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z',
  wait: 'M8 2a6 6 0 1 0 6 6M8 4.5V8l2.5 1.5',
  off: 'M2.5 2.5l11 11M5 11a3.5 3.5 0 0 1-1-6M8 3.5a4 4 0 0 1 4 4 2.5 2.5 0 0 1 1.5 3.5',
  down: 'm4 6 4 4 4-4',
  plus: 'M8 3v10M3 8h10',
  lock: 'M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
} as const;

/** Shapes that are filled and not drawn by their outline. */
const filled: readonly string[] = ['play', 'pause', 'live'];

/** What an icon can show. */
export type IconName = keyof typeof shapes;

/** A small shape beside a text, or in a button that has a name; it says nothing by itself. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class={filled.includes(name) ? 'icon filled' : 'icon'} viewBox="0 0 16 16" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}
