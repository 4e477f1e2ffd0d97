import type { PageModel } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { tagKind, tagName } from '../shared/names.ts';

/** What a fact is about. */
export interface AboutProps {
  readonly model: PageModel;
  readonly tags: readonly string[];
}

/** What a fact is about: each tag filters the timeline by it, and takes the filter off again. */
export function About({ model, tags }: AboutProps) {
  if (tags.length === 0) return null;
  const { filter } = model.view.value;
  const toggle = (tag: string) => {
    const about = filter.about.includes(tag)
      ? filter.about.filter((one) => one !== tag)
      : [...filter.about, tag];
    model.change({ filter: { ...filter, about } }, 'push');
  };
  return (
    <section class="fact-section">
      <h3>{panelTexts.fact.about}</h3>
      <ul class="tags">
        {tags.map((tag) => (
          <li key={tag}>
            <button
              type="button"
              class="tag"
              aria-pressed={filter.about.includes(tag)}
              title={panelTexts.fact.filterBy(tagName(tag))}
              onClick={() => toggle(tag)}
            >
              <span class="quiet">{tagKind(tag)}</span> {tagName(tag)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
