import './inks.css';
import './timeline.css';
import { useEffect, useRef, useState } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { Body } from './body.tsx';
import { followPointers } from './gestures.ts';
import { beginPainting } from './painting.ts';
import type { Painting } from './painting.ts';
import { keepPainting } from './paintings.ts';
import { Tools } from './tools.tsx';

/** The timeline: lanes of marks over occurred time, drawn on a canvas, and the same as a list. */
export function Timeline({ model }: { readonly model: PageModel }) {
  const root = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [painting, setPainting] = useState<Painting | undefined>(undefined);
  const [isList, setList] = useState(false);
  useEffect(() => {
    const [styled, scrolled, seen, drawn] = [root.current, scroller.current, view.current, canvas.current];
    if (styled === null || scrolled === null || seen === null || drawn === null) return undefined;
    const begun = beginPainting(model, drawn, styled);
    keepPainting(begun);
    setPainting(begun);
    const ends = [followSize(begun, scrolled, seen), followPointers(begun, drawn, scrolled), begun.end];
    return () => {
      for (const end of ends) end();
    };
  }, [model]);
  return (
    <div ref={root} class="timeline">
      {painting === undefined ? (
        <div class="timeline-tools" />
      ) : (
        <Tools painting={painting} isList={isList} onList={setList} />
      )}
      <Body painting={painting} isList={isList} scroller={scroller} view={view} canvas={canvas} />
    </div>
  );
}

/** Has a drawing take the size of what it scrolls in. */
function followSize(painting: Painting, scroller: HTMLElement, view: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    view.style.height = `${scroller.clientHeight}px`;
    painting.resize(scroller.clientWidth, scroller.clientHeight);
  });
  observer.observe(scroller);
  return () => observer.disconnect();
}
