import { useEffect, useState } from 'preact/hooks';

import { Header } from './header/header.tsx';
import { PastChangedNotice } from './header/past-changed.tsx';
import type { PageModel } from './model.ts';
import { Panel } from './panels/panel.tsx';
import { lazy } from './parts/lazy.tsx';
import { followShortcuts } from './shell/shortcuts.ts';
import { SkipLinks } from './shell/skip-links.tsx';
import { Toast } from './shell/toast.tsx';
import { Unreached } from './shell/unreached.tsx';
import { texts } from './texts.ts';
import { Dock } from './time/dock.tsx';
import { DensityStrip } from './timeline/density-strip.tsx';
import { Timeline } from './timeline/timeline.tsx';
import type { WriteOpening } from './write/opening.ts';

const KeySheet = lazy(async () => (await import('./shell/key-sheet.tsx')).KeySheet);
const WriteDialog = lazy(async () => (await import('./write/write-dialog.tsx')).WriteDialog);
const TokenDialog = lazy(async () => (await import('./shell/token-dialog.tsx')).TokenDialog);

/** The whole page. */
export function App({ model }: { readonly model: PageModel }) {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [writing, setWriting] = useState<WriteOpening>();
  useEffect(() => followShortcuts(model, () => setHelpOpen(true)), [model]);
  const { page } = texts.en;
  return (
    <div class="app">
      <SkipLinks />
      <Header
        model={model}
        onHelp={() => setHelpOpen(true)}
        onAdd={(opener) => setWriting({ kind: 'append', opener })}
      />
      <div class="strip">
        <DensityStrip model={model} />
      </div>
      <main class="stage">
        <section class="stage-timeline" aria-label={page.timeline}>
          <h2 class="unseen">{page.timeline}</h2>
          <Timeline model={model} />
          <PastChangedNotice model={model} />
          <Unreached model={model} />
        </section>
        <aside class="stage-panel" id="panel" aria-label={page.panel} tabIndex={-1}>
          <Panel model={model} onWrite={setWriting} />
        </aside>
      </main>
      <Dock model={model} />
      <Toast model={model} />
      {writing !== undefined && (
        <WriteDialog model={model} opening={writing} onClose={() => setWriting(undefined)} />
      )}
      {isHelpOpen && <KeySheet model={model} onClose={() => setHelpOpen(false)} />}
      {model.fault.value?.asksForToken === true && <TokenDialog model={model} />}
    </div>
  );
}
