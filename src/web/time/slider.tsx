import type { CSSProperties, TargetedPointerEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

import { texts } from '../texts.ts';
import { pathOf } from './ticks.ts';

/** A value that is moved along a track: the slider pattern of ARIA's authoring practices, and a pointer. */
export interface SliderProps {
  readonly kind: 'occurred' | 'recorded';
  /** The id of what names it. */
  readonly labelledBy: string;
  /** Where it stands, from 0 to 1. */
  readonly share: number;
  readonly now: number;
  readonly least: number;
  readonly most: number;
  /** The value as it is read aloud. */
  readonly text: string;
  /** Ticks from 0 to 1, the more important first. */
  readonly ticks: readonly (readonly number[])[];
  /** Places where the track is drawn broken. */
  readonly breaks?: readonly number[] | undefined;
  /** What stands below the track, and where. */
  readonly labels: readonly SliderLabel[];
  readonly isOutside?: boolean | undefined;
  /** Hears where it is dragged to, at most once a frame. */
  readonly onDrag: (share: number) => void;
  /** Hears that it is let go; `back` where it is to return to where it was. */
  readonly onRelease: (how: 'keep' | 'back') => void;
  /** Hears a key; tells whether it meant something. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** A text below the track, in the middle of its place, or before or after it. */
export interface SliderLabel {
  readonly at: number;
  readonly text: string;
}

/** Shows a slider with its ticks. */
export function Slider(props: SliderProps) {
  const { kind, share, ticks, labels, breaks = [], isOutside = false } = props;
  const drag = useDrag(props);
  const keys = useKeys(props);
  const place: CSSProperties = { left: `${share * 100}%` };
  return (
    <div class={`slider ${kind}`} {...drag}>
      <div class="slider-track">
        <div class="slider-past" style={{ width: `${share * 100}%` }} />
        {breaks.map((at) => (
          <span
            key={at}
            class="slider-break"
            style={{ left: `${at * 100}%` }}
            title={texts.en.dock.shortened}
          />
        ))}
      </div>
      <svg class="slider-ticks" viewBox="0 0 1000 1" preserveAspectRatio="none" aria-hidden="true">
        {ticks.map((some, rank) => (
          <path key={rank} class={`rank-${rank}`} d={pathOf(some)} />
        ))}
      </svg>
      {labels.map(({ at, text }) => (
        <span key={`${at} ${text}`} class="slider-label" style={{ '--at': String(at) }} aria-hidden="true">
          {text}
        </span>
      ))}
      <div
        class={isOutside ? 'slider-thumb outside' : 'slider-thumb'}
        style={place}
        role="slider"
        tabIndex={0}
        aria-labelledby={props.labelledBy}
        aria-valuemin={props.least}
        aria-valuemax={props.most}
        aria-valuenow={props.now}
        aria-valuetext={props.text}
        {...keys}
      />
    </div>
  );
}

/** Follows keys: while one is held down it is as if the thumb were dragged. */
function useKeys({ onKey, onRelease }: SliderProps) {
  const isHeld = useRef(false);
  const release = (): void => {
    if (isHeld.current) onRelease('keep');
    isHeld.current = false;
  };
  return {
    onKeyDown(event: KeyboardEvent) {
      if (event.altKey || event.ctrlKey || event.metaKey || !onKey(event)) return;
      isHeld.current = true;
      event.preventDefault();
    },
    onKeyUp: release,
    onBlur: release,
  };
}

/** Follows a pointer from where it is put down, wherever on the track, until it is lifted. */
function useDrag(props: SliderProps) {
  const latest = useRef(props);
  latest.current = props;
  const dragging = useRef<{ share: number; isDue: boolean } | undefined>(undefined);

  const end = (how: 'keep' | 'back'): void => {
    if (dragging.current === undefined) return;
    if (how === 'keep') latest.current.onDrag(dragging.current.share);
    dragging.current = undefined;
    latest.current.onRelease(how);
  };
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || dragging.current === undefined) return;
      event.preventDefault();
      end('back');
    };
    addEventListener('keydown', onKey, true);
    return () => removeEventListener('keydown', onKey, true);
  }, []);

  const move = (event: TargetedPointerEvent<HTMLDivElement>): void => {
    const drag = dragging.current;
    if (drag === undefined) return;
    const { left, width } = event.currentTarget.getBoundingClientRect();
    drag.share = Math.min(Math.max((event.clientX - left) / width, 0), 1);
    if (drag.isDue) return;
    drag.isDue = true;
    requestAnimationFrame(() => {
      drag.isDue = false;
      if (dragging.current === drag) latest.current.onDrag(drag.share);
    });
  };
  return {
    onPointerDown(event: TargetedPointerEvent<HTMLDivElement>) {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      event.currentTarget.querySelector<HTMLElement>('[role=slider]')?.focus({ preventScroll: true });
      event.preventDefault();
      dragging.current = { share: 0, isDue: false };
      move(event);
    },
    onPointerMove: move,
    onPointerUp: () => end('keep'),
    onPointerCancel: () => end('back'),
  };
}
