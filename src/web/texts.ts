import { dockTexts } from './texts/dock.ts';
import { headerTexts } from './texts/header.ts';
import { liveTexts } from './texts/live.ts';
import { momentTexts } from './texts/moment.ts';
import { pageTexts } from './texts/page.ts';

/**
 * All that the first view says, a section a part of the page. What comes on demand brings its own section from `texts/`.
 *
 * To translate the page is to write these files again: nothing is said anywhere else.
 */
export const texts = {
  en: {
    page: pageTexts,
    header: headerTexts,
    live: liveTexts,
    moment: momentTexts,
    dock: dockTexts,
  },
} as const;
