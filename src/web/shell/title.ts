import { effect } from '@preact/signals';

import { formatTime } from '../format/times.ts';
import type { PageModel } from '../model.ts';
import { texts } from '../texts.ts';

/** Names the moment in the title of the page, so that tabs and the history of the browser can be told apart. */
export function followTitle({ view }: Pick<PageModel, 'view'>): void {
  effect(() => {
    const { asOf, knownAt, zone } = view.value;
    const { moment, page } = texts.en;
    const parts = [
      ...(asOf === 'now' ? [] : [`${moment.asOf} ${formatTime(asOf, zone, 'minute')}`]),
      ...(knownAt === 'head' ? [] : [`${moment.knownAt} ${moment.position(knownAt)}`]),
      page.name,
    ];
    document.title = parts.join(' · ');
  });
}
