import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

/** What a section of the share menu is given. */
export interface ShareSectionProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
}

/** One way to take what is seen along, with a name and a sentence about it. */
export function ShareSection({ title, note, children }: ShareSectionProps) {
  const [name, about] = [useId(), useId()];
  return (
    <section
      class="share-section"
      role="group"
      aria-labelledby={name}
      aria-describedby={note === undefined ? undefined : about}
    >
      <h2 id={name}>{title}</h2>
      {note !== undefined && (
        <p class="share-note" id={about}>
          {note}
        </p>
      )}
      <div class="share-actions">{children}</div>
    </section>
  );
}
