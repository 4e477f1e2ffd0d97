import { signal } from '@preact/signals';

/** How often the server came back: a part of the page that did not load is loaded anew then. */
export const returned = signal(0);
