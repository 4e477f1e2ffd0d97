import { inLight } from '../../theme.ts';

/** Has a drawing made anew in light colours whenever the page is printed, and as it was afterwards; returns what ends that. */
export function drawForPaper(draw: () => void): () => void {
  const light = (): void => inLight(document.documentElement, draw);
  addEventListener('beforeprint', light);
  addEventListener('afterprint', draw);
  return () => {
    removeEventListener('beforeprint', light);
    removeEventListener('afterprint', draw);
  };
}
