import './twin.css';
import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';

import { timelineTexts as texts } from '../texts/timeline.ts';
import { pressKey } from './keys.ts';
import type { KeyPlaces } from './keys.ts';
import { pressListKey } from './list-keys.ts';
import { ListHead, ListRow, rowTall } from './list-row.tsx';
import { activeItem, activeRow, listItems, listReadings } from './listing.ts';
import { open, select } from './opening.ts';
import type { Painting } from './painting.ts';
import { itemSentence } from './sentence.ts';
import { sizes } from './sizes.ts';
import { useRows } from './use-rows.ts';

/** What stands beside the drawing. */
export interface TwinProps {
  readonly painting: Painting;
  /** Whether it is shown in place of the drawing, or lies over it unseen. */
  readonly isShown: boolean;
  readonly places: KeyPlaces;
  readonly list: RefObject<HTMLDivElement | null>;
}

/**
 * All that is drawn, as a list of sentences: for those who read the page by ear, or would rather read than look.
 *
 * It has the focus of the whole timeline, whether it is seen or not. Only the options in sight, and the one that has the focus,
 * are in the document.
 */
export function Twin({ painting, isShown, places, list }: TwinProps) {
  const id = useId();
  const items = useListed(painting, isShown);
  const focus = painting.focus.value;
  const active = isShown ? activeRow(painting.scene, focus, items) : activeItem(painting.scene, focus, items);
  const optionTall = isShown && painting.wide.value < sizes.namesFrom ? rowTall.narrow : rowTall.wide;
  const shown = useRows({ count: items.length, tall: optionTall, kept: active, scroller: list });
  useEffect(() => {
    const { reading } = painting.scene.entries;
    painting.titles.want(
      'list',
      shown.map((index) => reading[items[index] ?? 0] ?? 0),
    );
  }, [items, shown[0], shown.at(-1)]);
  return (
    <>
      {isShown && <ListHead />}
      <div
        ref={list}
        class={isShown ? 'twin is-shown' : 'twin'}
        role="listbox"
        tabIndex={0}
        aria-label={texts.listLabel}
        aria-describedby={`${id}-hint`}
        aria-activedescendant={active >= 0 ? `${id}-${items[active]}` : undefined}
        onKeyDown={(event) => {
          const isDone = isShown
            ? pressListKey(painting, event, { items, active })
            : pressKey(painting, event, places);
          if (isDone) event.preventDefault();
        }}
      >
        <div id={`${id}-hint`} hidden>
          {texts.listHint}
        </div>
        <div
          class="twin-tall"
          role="presentation"
          ref={(tall) => void (tall !== null && (tall.style.height = `${items.length * optionTall}px`))}
        >
          {shown.map((index) => (
            <Option
              key={items[index]}
              id={`${id}-${items[index]}`}
              painting={painting}
              entry={items[index] ?? 0}
              top={index * optionTall}
              place={index}
              count={items.length}
              isActive={index === active}
              isShown={isShown}
            />
          ))}
        </div>
      </div>
    </>
  );
}

interface OptionProps {
  readonly id: string;
  readonly painting: Painting;
  readonly entry: number;
  readonly top: number;
  readonly place: number;
  readonly count: number;
  readonly isActive: boolean;
  readonly isShown: boolean;
}

function Option({ id, painting, entry, top, place, count, isActive, isShown }: OptionProps) {
  const { scene, titles, model } = painting;
  void [titles.come.value, painting.rested.value];
  const { reading, marks } = scene.entries;
  const { zone } = model.view.value;
  const isSelected = marks.fact[reading[entry] ?? 0] === scene.selectedFact;
  return (
    <div
      id={id}
      class={isActive ? 'twin-option is-active' : 'twin-option'}
      role="option"
      aria-selected={isSelected}
      aria-posinset={place + 1}
      aria-setsize={count}
      ref={(option) => void (option !== null && (option.style.top = `${top}px`))}
      onClick={() => void (isShown ? select : open)(painting, entry)}
    >
      {isShown ? (
        <ListRow painting={painting} entry={entry} />
      ) : (
        <span>{itemSentence(scene, entry, titles.of, zone)}</span>
      )}
    </div>
  );
}

/** Lists what is drawn, or all readings one by one, anew whenever the drawing has come to rest. */
function useListed(painting: Painting, isShown: boolean): Uint32Array {
  const items = useSignal<Uint32Array>(new Uint32Array());
  const rested = painting.rested.value;
  const last = useRef('');
  const now = `${rested} ${isShown}`;
  if (last.current !== now) {
    last.current = now;
    items.value = (isShown ? listReadings : listItems)(painting.scene);
  }
  return items.value;
}
