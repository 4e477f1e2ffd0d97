import { useLayoutEffect, useRef } from 'preact/hooks';

import { panelNames } from '../model/address.ts';
import { lazy } from '../parts/lazy.tsx';
import { panelTexts } from '../texts/panels.ts';
import { FactPanel } from './fact/fact-panel.tsx';
import type { PanelProps } from './props.ts';
import { SituationPanel } from './situation/situation-panel.tsx';
import { tabIds, Tabs } from './tabs.tsx';

import './panels.css';

/** What is there at once, and what comes when it is first opened. */
const panels = {
  situation: SituationPanel,
  fact: FactPanel,
  compare: lazy<PanelProps>(async () => (await import('./compare/compare-panel.tsx')).ComparePanel),
  knowledge: lazy<PanelProps>(async () => (await import('./knowledge/knowledge-panel.tsx')).KnowledgePanel),
  places: lazy<PanelProps>(async () => (await import('./places/places-panel.tsx')).PlacesPanel),
  conflicts: lazy<PanelProps>(async () => (await import('./conflicts/conflicts-panel.tsx')).ConflictsPanel),
  sources: lazy<PanelProps>(async () => (await import('./sources/sources-panel.tsx')).SourcesPanel),
} as const;

/** The tabs beside the timeline and the panel that is open: all of it as of the moment. */
export function Panel({ model, onWrite }: PanelProps) {
  const { panel: open, selected, explained } = model.view.value;
  const body = useRef<HTMLDivElement>(null);
  useFocusKept(body, `${open} ${selected} ${explained}`, explained);
  const Open = panels[open];
  const ids = tabIds(open);
  return (
    <div class="panel">
      <Tabs
        label={panelTexts.tabs.label}
        tabs={panelNames.map((name) => ({ name, label: panelTexts.tabs[name] }))}
        open={open}
        onOpen={(name) => model.change({ panel: name }, 'push')}
      />
      <div
        ref={body}
        class="panel-body"
        role="tabpanel"
        id={ids.panel}
        aria-labelledby={ids.tab}
        tabIndex={0}
        key={open}
      >
        <Open model={model} onWrite={onWrite} />
      </div>
    </div>
  );
}

/**
 * Keeps the focus in the panel when what had it is gone: it goes to the heading of what opened, to the number whose explanation was closed, or
 * to the panel. What is there when the page is opened takes no focus.
 */
function useFocusKept(body: { readonly current: HTMLElement | null }, key: string, explained?: string): void {
  const before = useRef<{ readonly key: string; readonly explained: string | undefined }>(undefined);
  useLayoutEffect(() => {
    const last = before.current;
    before.current = { key, explained };
    if (last === undefined || last.key === key || hasFocus()) return;
    const closed = last.explained !== undefined && explained === undefined ? last.explained : undefined;
    const opener =
      closed === undefined
        ? undefined
        : body.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(closed)}"]`);
    const target = opener ?? body.current?.querySelector<HTMLElement>('[data-focus]') ?? body.current;
    if (opener === undefined && body.current !== null) body.current.scrollTop = 0;
    target?.focus({ preventScroll: opener === undefined });
  }, [key]);
}

function hasFocus(): boolean {
  const { activeElement } = document;
  return activeElement !== null && activeElement !== document.body && activeElement.isConnected;
}
