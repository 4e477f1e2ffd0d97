import { formatTime } from '../format/times.ts';
import { permalinkOf } from '../header/copy-permalink.ts';
import type { PageModel } from '../model.ts';
import { shownWindow } from '../model/window.ts';
import { texts } from '../texts.ts';
import { shareTexts } from '../texts/share.ts';
import { momentWords } from './moment-words.ts';

/** One thing that is told of what is seen. */
export interface SeenWord {
  readonly name: string;
  readonly value: string;
}

/** Says of what is seen the moment on both clocks, the window, the filters, the zone, and the address that always shows it. */
export function seenWords(model: PageModel): readonly SeenWord[] {
  const { moment, header } = texts.en;
  const { asOf, knownAt } = momentWords(model);
  const view = model.view.peek();
  const window = shownWindow(view, model.extent.peek());
  const filters = filterWords(model);
  return [
    { name: `${moment.asOf} (${moment.asOfAbout})`, value: asOf },
    { name: `${moment.knownAt} (${moment.knownAtAbout})`, value: knownAt },
    ...(window === undefined
      ? []
      : [
          {
            name: shareTexts.window,
            value: shareTexts.fromTo(
              formatTime(window.from, view.zone, 'minute'),
              formatTime(window.to, view.zone, 'minute'),
            ),
          },
        ]),
    ...(filters === '' ? [] : [{ name: shareTexts.filters, value: filters }]),
    { name: header.zone, value: header.zones[view.zone] },
    { name: shareTexts.permalink, value: permalinkOf(model) },
  ];
}

/** Says which moment the one on the screen is compared with; nothing where it is with none. */
export function comparedWords({ view, now, head }: PageModel): readonly SeenWord[] {
  const { compared, panel, zone } = view.peek();
  if (compared === undefined || panel !== 'compare') return [];
  const { moment } = texts.en;
  const asOf = compared.asOf === 'now' ? now.peek() : compared.asOf;
  const position = compared.knownAt === 'head' ? head.peek().position : compared.knownAt;
  return [
    { name: shareTexts.comparedAsOf(moment.asOf), value: formatTime(Math.floor(asOf), zone) },
    {
      name: shareTexts.comparedAsOf(moment.knownAt),
      value: shareTexts.known(position, position === 0 ? null : undefined),
    },
  ];
}

/** Says the same in sentences, for what stands below a picture. */
export function captionOf(model: PageModel): readonly string[] {
  const [asOf, knownAt, ...others] = seenWords(model).map(({ name, value }) => `${name}: ${value}`);
  return [`${asOf ?? ''} · ${knownAt ?? ''}`, ...others];
}

function filterWords({ view }: PageModel): string {
  const { filter, certainty } = view.peek();
  const { filter: words, certainty: certain } = texts.en.header;
  const parts = [
    ...(filter.text === '' ? [] : [shareTexts.words(filter.text)]),
    ...(['types', 'streams', 'about', 'sources'] as const).flatMap((field) =>
      filter[field].length === 0
        ? []
        : [`${field === 'about' ? shareTexts.about : words.groups[field]}: ${filter[field].join(', ')}`],
    ),
    ...(certainty === 'certain' ? [`${certain.label}: ${certain.certain.toLowerCase()}`] : []),
  ];
  return parts.join('; ');
}
