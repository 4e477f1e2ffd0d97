import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** Tells whether an element has come near what is seen; once it has, it stays so. What must be asked for is asked only then. */
export function useInView<Shown extends Element>(): readonly [RefObject<Shown | null>, boolean] {
  const shown = useRef<Shown>(null);
  const [isInView, setInView] = useState(false);
  useEffect(() => {
    if (shown.current === null || isInView) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setInView(true);
      },
      { rootMargin: '80px' },
    );
    observer.observe(shown.current);
    return () => observer.disconnect();
  }, [isInView]);
  return [shown, isInView];
}
