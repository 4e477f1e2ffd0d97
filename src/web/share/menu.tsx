import './share.css';
import { useEffect, useRef, useState } from 'preact/hooks';

import { copyPermalink } from '../header/copy-permalink.ts';
import { sentenceOf } from '../model/fault.ts';
import { texts } from '../texts.ts';
import { shareTexts } from '../texts/share.ts';
import type { ShareMenuProps } from './menu-props.ts';
import { askRecorded } from './recorded-time.ts';
import { savePng, saveSvg } from './save-picture.ts';
import { ShareSection } from './section.tsx';
import { ShareFacts } from './share-facts.tsx';
import { ShareNumbers } from './share-numbers.tsx';

const scales = [1, 2, 3] as const;

/** Ways to take what is seen along: a link, a picture, the facts, paper. */
export function ShareMenu({ model, close }: ShareMenuProps) {
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // It may come later than what it opens in, which then has no button to give the focus to.
    if (root.current?.contains(document.activeElement) === false)
      root.current.querySelector('button')?.focus();
  }, []);
  return (
    <div class="share" ref={root}>
      <ShareSection title={shareTexts.link} note={shareTexts.linkNote}>
        <button
          type="button"
          class="button"
          onClick={() => {
            void copyPermalink(model);
            close();
          }}
        >
          {texts.en.header.copyLink}
        </button>
      </ShareSection>
      <SharePicture model={model} close={close} />
      <ShareFacts model={model} />
      <ShareNumbers model={model} close={close} />
      <ShareSection title={shareTexts.paper}>
        <button
          type="button"
          class="button"
          onClick={() => {
            close();
            void askRecorded(model).then(() => print());
          }}
        >
          {shareTexts.print}
        </button>
      </ShareSection>
    </div>
  );
}

function SharePicture({ model, close }: ShareMenuProps) {
  const [scale, setScale] = useState<(typeof scales)[number]>(2);
  const [fault, setFault] = useState<string>();
  const saving = async (save: Promise<string | undefined>): Promise<void> => {
    try {
      const name = await save;
      if (name === undefined) return setFault(shareTexts.noPicture);
      model.tell(shareTexts.savedPicture(name));
      return close();
    } catch (error) {
      return setFault(shareTexts.failed(sentenceOf(error)));
    }
  };
  return (
    <ShareSection title={shareTexts.picture} note={shareTexts.pictureNote}>
      <button type="button" class="button" onClick={() => void saving(saveSvg(model))}>
        {shareTexts.svg}
      </button>
      <button type="button" class="button" onClick={() => void saving(savePng(model, scale))}>
        {shareTexts.png}
      </button>
      <label class="share-scale">
        {shareTexts.scale}
        <select
          class="select"
          value={scale}
          onChange={({ currentTarget }) =>
            setScale(scales.find((one) => String(one) === currentTarget.value) ?? 2)
          }
        >
          {scales.map((one) => (
            <option key={one} value={one}>
              {shareTexts.scales[one]}
            </option>
          ))}
        </select>
      </label>
      {fault !== undefined && (
        <p class="share-fault" role="alert">
          {fault}
        </p>
      )}
    </ShareSection>
  );
}
