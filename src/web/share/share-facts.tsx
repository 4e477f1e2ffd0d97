import { useState } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import { shareTexts } from '../texts/share.ts';
import type { ExportStand } from './exporting.ts';
import { exportingOf } from './exporting.ts';
import { ShareSection } from './section.tsx';

/** The facts that are seen as a file, with how far it is, and a way to give it up. */
export function ShareFacts({ model }: { readonly model: PageModel }) {
  const exporting = exportingOf(model);
  const stand = exporting.stand.value;
  const isRunning = stand.kind === 'running';
  const [withRetracted, setWithRetracted] = useState(false);
  return (
    <ShareSection title={shareTexts.data} note={shareTexts.dataNote}>
      {(['csv', 'ndjson'] as const).map((name) => (
        <button
          key={name}
          type="button"
          class="button"
          aria-disabled={isRunning}
          onClick={() => {
            if (!isRunning) void exporting.begin(name, withRetracted);
          }}
        >
          {shareTexts[name]}
        </button>
      ))}
      <label class="share-choice">
        <input
          type="checkbox"
          checked={withRetracted}
          onChange={({ currentTarget }) => setWithRetracted(currentTarget.checked)}
        />
        {shareTexts.withRetracted}
      </label>
      <div class="share-stand">
        {isRunning && (
          <Running
            {...stand}
            onCancel={() => {
              exporting.cancel();
              model.tell(shareTexts.cancelled);
            }}
          />
        )}
        <p class="share-fault" role="status">
          {stand.kind === 'failed' && shareTexts.failed(stand.sentence)}
        </p>
      </div>
    </ShareSection>
  );
}

interface RunningProps extends Extract<ExportStand, { readonly kind: 'running' }> {
  readonly onCancel: () => void;
}

function Running({ share, facts, onCancel }: RunningProps) {
  return (
    <>
      <progress aria-label={shareTexts.progress} value={share} />
      <span>{shareTexts.running(facts)}</span>
      <button type="button" class="button" onClick={onCancel}>
        {shareTexts.cancel}
      </button>
    </>
  );
}
