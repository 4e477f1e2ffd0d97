import { computed, effect, signal } from '@preact/signals';

/** What the reader chose for colours; `system` follows the computer. */
export type ThemeChoice = 'system' | 'light' | 'dark';

/** Where the choice is kept. */
const storageName = 'asof-theme';

const system = matchMedia('(prefers-color-scheme: dark)');
const isSystemDark = signal(system.matches);
system.addEventListener('change', ({ matches }) => (isSystemDark.value = matches));

/** The choice of the reader, kept by the browser. */
export const themeChoice = signal<ThemeChoice>(readChoice());

/** The colours that are shown; what is drawn on a canvas is drawn anew when they change. */
export const theme = computed<'light' | 'dark'>(() =>
  themeChoice.value === 'system' ? (isSystemDark.value ? 'dark' : 'light') : themeChoice.value,
);

/** Shows the chosen colours from now on. */
export function followTheme(root: HTMLElement): void {
  effect(() => {
    root.dataset['theme'] = theme.value;
    try {
      localStorage.setItem(storageName, themeChoice.value);
    } catch {
      // A browser that keeps nothing still shows it.
    }
  });
}

/** Reads or draws in light colours, whichever are shown; as nothing is painted in between, nobody sees it. */
export function inLight<Read>(root: HTMLElement, read: () => Read): Read {
  const { theme: shown } = root.dataset;
  root.dataset['theme'] = 'light';
  try {
    return read();
  } finally {
    root.dataset['theme'] = shown ?? 'light';
  }
}

function readChoice(): ThemeChoice {
  try {
    const kept = localStorage.getItem(storageName);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}
