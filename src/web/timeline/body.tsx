import { effect, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { Card } from './card.tsx';
import { followSelected } from './follow-selected.ts';
import { firstFocus } from './keys.ts';
import type { KeyPlaces } from './keys.ts';
import { contexts } from './opening.ts';
import type { ContextName } from './opening.ts';
import type { Painting } from './painting.ts';
import { States } from './states.tsx';
import { Twin } from './twin.tsx';

/** What the lanes are shown with. */
export interface BodyProps {
  /** Undefined until there is something to draw on. */
  readonly painting: Painting | undefined;
  readonly isList: boolean;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly view: RefObject<HTMLDivElement | null>;
  readonly canvas: RefObject<HTMLCanvasElement | null>;
}

const contextNames = Object.keys(contexts) as readonly ContextName[];

/** The drawing and its twin, which scroll together; over them the card, and what is said where there is nothing to draw. */
export function Body({ painting, isList, scroller, view, canvas }: BodyProps) {
  const list = useRef<HTMLDivElement>(null);
  const tall = useRef<HTMLDivElement>(null);
  const context = useRef(-1);
  const hasKeys = useSignal(false);
  const lent = useLentFocus(painting);
  useEffect(() => {
    const [scrolled, high] = [scroller.current, tall.current];
    if (painting === undefined || scrolled === null || high === null) return undefined;
    const ends = [
      // What scrolls is as tall as all lanes are.
      effect(() => void (high.style.height = `${painting.tall.value}px`)),
      followSelected(painting, scrolled),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [painting]);
  const places: KeyPlaces = {
    get scroller() {
      return scroller.current ?? document.body;
    },
    nextContext: () => contextNames[(context.current += 1) % contextNames.length] ?? 'hour',
  };
  return (
    <div
      class="timeline-body"
      onFocusCapture={() => {
        hasKeys.value = list.current?.matches(':focus-visible') === true;
        if (hasKeys.value) lent.begin();
      }}
      onKeyDownCapture={({ key }) => {
        hasKeys.value = true;
        if (key !== 'Tab') lent.keep();
      }}
      onBlurCapture={() => {
        hasKeys.value = false;
        lent.end();
      }}
    >
      <div
        ref={scroller}
        class={isList ? 'timeline-scroller is-list' : 'timeline-scroller'}
        onScroll={({ currentTarget }) => painting?.scrollTo(currentTarget.scrollTop)}
      >
        <div ref={tall} class="timeline-tall">
          <div ref={view} class="timeline-view">
            <canvas
              ref={canvas}
              class="timeline-canvas"
              aria-hidden="true"
              onMouseDown={(event) => {
                // Else the focus would go to the document, as a canvas takes none.
                event.preventDefault();
                list.current?.focus({ preventScroll: true });
                lent.end();
              }}
            />
            {painting !== undefined && (
              <Twin painting={painting} isShown={isList} places={places} list={list} />
            )}
          </div>
        </div>
      </div>
      {painting !== undefined && (
        <Told painting={painting} hasKeys={hasKeys.value && !isList} isList={isList} />
      )}
    </div>
  );
}

/** The mark where the keyboard begins has the focus for as long as the list has: a key keeps it, and who only passes by leaves none behind. */
function useLentFocus(painting: Painting | undefined) {
  const lent = useRef(-1);
  return {
    begin() {
      if (painting === undefined || painting.focus.peek() >= 0) return;
      lent.current = firstFocus(painting);
      painting.focus.value = lent.current;
    },
    keep: () => void (lent.current = -1),
    end() {
      if (painting !== undefined && lent.current >= 0 && painting.focus.peek() === lent.current)
        painting.focus.value = -1;
      lent.current = -1;
    },
  };
}

interface ToldProps {
  readonly painting: Painting;
  readonly hasKeys: boolean;
  readonly isList: boolean;
}

/** What is told of the mark under the pointer, or else of the one that the keyboard is at, and of the readings as a whole. */
function Told({ painting, hasKeys, isList }: ToldProps) {
  const dismissed = useSignal(-1);
  const { hovered, focus, hover } = painting;
  const focused = hasKeys && focus.value !== dismissed.value ? focus.value : -1;
  return (
    <>
      <Card
        painting={painting}
        entry={isList ? -1 : hovered.value >= 0 ? hovered.value : focused}
        onDismiss={() => {
          hover.end();
          dismissed.value = focus.peek();
        }}
      />
      <States painting={painting} />
    </>
  );
}
