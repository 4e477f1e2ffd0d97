import type { PageModel } from '../model.ts';
import { shareTexts } from '../texts/share.ts';
import { paintingOf } from '../timeline/paintings.ts';
import { pngOf, svgOf } from '../timeline/picture.ts';
import { isCutShort } from '../timeline/whole-scene.ts';
import { fileName } from './file-name.ts';
import { momentSeen } from './moment-words.ts';
import { askRecorded } from './recorded-time.ts';
import { save } from './save.ts';
import { captionOf } from './seen-words.ts';

/** Saves the timeline as SVG; returns the name of the file, undefined where there is no timeline. */
export async function saveSvg(model: PageModel): Promise<string | undefined> {
  await askRecorded(model);
  const svg = svgOf(model, sentencesFor(model));
  if (svg === undefined) return undefined;
  const name = fileName(momentSeen(model), 'svg');
  save(new Blob([svg], { type: 'image/svg+xml' }), name);
  return name;
}

/** Saves the timeline as PNG, with so many pixels a CSS pixel; returns the name of the file, undefined where there is no timeline. */
export async function savePng(model: PageModel, scale: number): Promise<string | undefined> {
  await askRecorded(model);
  const name = fileName(momentSeen(model), 'png');
  const png = await pngOf(model, scale, sentencesFor(model));
  if (png !== undefined) save(png, name);
  return png === undefined ? undefined : name;
}

function sentencesFor(model: PageModel): readonly string[] {
  const painting = paintingOf(model);
  const isPart = painting !== undefined && isCutShort(painting);
  return isPart ? [shareTexts.lanesLeftOut, ...captionOf(model)] : captionOf(model);
}
