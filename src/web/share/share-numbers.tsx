import { useState } from 'preact/hooks';

import { frozenView } from '../header/copy-permalink.ts';
import type { PageModel, ScrubbedMoment } from '../model.ts';
import { sentenceOf } from '../model/fault.ts';
import { shareTexts } from '../texts/share.ts';
import type { ShareMenuProps } from './menu-props.ts';
import { differencesCsv, numbersCsv } from './numbers-csv.ts';
import { ShareSection } from './section.tsx';

/** The numbers of the situation, and what differs between two moments that are compared, for the clipboard. */
export function ShareNumbers({ model, close }: ShareMenuProps) {
  const [fault, setFault] = useState<string>();
  const copy = async (write: () => Promise<string>): Promise<void> => {
    try {
      await navigator.clipboard.writeText(await write());
      model.tell(shareTexts.copiedNumbers);
      close();
    } catch (error) {
      setFault(sentenceOf(error));
    }
  };
  const { compared, ...seen } = frozenView(model);
  if (!model.projections.value.some(({ name }) => name === 'situation')) return null;
  return (
    <ShareSection title={shareTexts.numbers} note={shareTexts.numbersNote}>
      <button
        type="button"
        class="button"
        onClick={() => void copy(async () => numbersCsv(await situationAt(model, seen)))}
      >
        {shareTexts.copySituation}
      </button>
      {compared !== undefined && (
        <button
          type="button"
          class="button"
          onClick={() =>
            void copy(async () =>
              differencesCsv(await situationAt(model, compared), await situationAt(model, seen)),
            )
          }
        >
          {shareTexts.copyComparison}
        </button>
      )}
      {fault !== undefined && (
        <p class="share-fault" role="alert">
          {fault}
        </p>
      )}
    </ShareSection>
  );
}

async function situationAt({ client, view }: PageModel, { asOf, knownAt }: ScrubbedMoment) {
  return client.state('situation', { asOf, knownAt, certainty: view.peek().certainty });
}
