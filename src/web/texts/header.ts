import { formatCount, formatCountOf } from '../format/numbers.ts';

/** What the header says. */
export const headerTexts = {
  label: 'Search and settings',
  search: 'Search',
  searchPlaceholder: 'Words in events',
  lanes: 'Lanes',
  laneKinds: { stream: 'Streams', actor: 'Actors', place: 'Places', type: 'Types', source: 'Sources' },
  zone: 'Times in',
  zones: { utc: 'UTC', local: 'This computer’s zone', own: 'The source’s own zone' },
  theme: 'Colours',
  themes: { system: 'As the system', light: 'Light', dark: 'Dark' },
  share: 'Share and save',
  copyLink: 'Copy permalink',
  linkCopied: 'Permalink copied: it will always show this moment.',
  linkNotCopied: 'The browser did not let the page copy. The address bar now has the permalink.',
  help: 'Keyboard shortcuts',
  filters: (count: number) => (count === 0 ? 'Filters' : `Filters (${formatCount(count)})`),
  filter: {
    title: 'Filters',
    note: 'Counts are of all facts at this moment. Within a group any may hold, between groups all must.',
    clear: 'Clear all',
    find: 'Find a value',
    none: 'Nothing has this name.',
    more: (count: number) => `${formatCount(count)} more: find them by name`,
    groups: { types: 'Types', streams: 'Streams', actors: 'Actors', places: 'Places', sources: 'Sources' },
    facts: (count: number) => formatCountOf(count, 'fact', 'facts'),
    remove: (value: string) => `Remove ${value}`,
    chips: 'Filters in use',
  },
  certainty: {
    label: 'What may not have happened yet',
    possible: 'Count it as past',
    certain: 'Leave it out',
  },
};
