import { inkProperties } from './inks.ts';
import type { Palette } from './inks.ts';

/**
 * Reads the colours of the drawing from the custom properties of an element.
 *
 * Each is worn by a hidden element and painted once: so names, mixtures and the colours that a system forces all become numbers.
 */
export function readPalette(element: Element): Palette {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1, 1];
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const wearer = document.createElement('span');
  wearer.hidden = true;
  wearer.style.setProperty('forced-color-adjust', 'none');
  element.append(wearer);
  const worn = getComputedStyle(wearer);
  const palette = inkProperties.map((property) => {
    if (context === null) return 'rgb(0, 0, 0)';
    wearer.style.color = `var(${property})`;
    context.fillStyle = worn.color;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return `rgb(${red}, ${green}, ${blue})`;
  });
  wearer.remove();
  return palette;
}
