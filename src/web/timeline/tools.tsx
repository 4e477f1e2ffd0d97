import './tools.css';
import { useComputed } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';

import type { Marks } from '../model.ts';
import type { TimeWindow } from '../model/window.ts';
import { lazy } from '../parts/lazy.tsx';
import { Popover } from '../parts/popover.tsx';
import { timelineTexts } from '../texts/timeline.ts';
import { countInView } from './count-in-view.ts';
import { createFound } from './found.ts';
import { windowOf } from './moving-window.ts';
import { contextEntry, contexts, showContext } from './opening.ts';
import type { ContextName } from './opening.ts';
import type { Painting } from './painting.ts';

const Legend = lazy(async () => (await import('./legend.tsx')).Legend);

/** What the buttons above the timeline are about. */
export interface ToolsProps {
  readonly painting: Painting;
  readonly isList: boolean;
  readonly onList: (isList: boolean) => void;
}

const contextNames = Object.keys(contexts) as readonly ContextName[];

/** Buttons for all that pointers and keys do on the timeline, how much is in view, and the legend. */
export function Tools({ painting, isList, onList }: ToolsProps) {
  const { tools } = timelineTexts;
  const window = windowOf(painting.model);
  const { kind, inAll, marks } = painting.model.marks.value;
  const isPart = kind === 'too-many';
  const known = useComputed(() => painting.model.at.value.position);
  const found = useMemo(() => createFound(painting.model), [painting]);
  useEffect(() => found.end, [found]);
  return (
    <div class="timeline-tools" role="group" aria-label={tools.label}>
      <div class="timeline-group">
        <Plain name={tools.earlier} sign="‹" kind="timeline-pan" act={() => window.pan(-0.5)} />
        <Plain name={tools.zoomOut} sign="−" act={() => window.zoom(2)} />
        <Plain name={tools.zoomIn} sign="+" act={() => window.zoom(0.5)} />
        <Plain name={tools.later} sign="›" kind="timeline-pan" act={() => window.pan(0.5)} />
        <button type="button" class="button" aria-label={tools.fit} onClick={() => window.fit()}>
          <Either wide={tools.fit} narrow={tools.fitShort} />
        </button>
      </div>
      <Contexts painting={painting} />
      <span class="unseen" role="status">
        {found.told.value}
      </span>
      <span class="timeline-count">
        {isPart
          ? timelineTexts.states.tooMany(inAll)
          : inViewText(marks, painting.model.view.value.window, known.value)}
      </span>
      <div class="timeline-group">
        <button
          type="button"
          class="button"
          aria-pressed={isList}
          title={tools.listLong}
          onClick={() => onList(!isList)}
        >
          {tools.list}
        </button>
        <Popover button={tools.legend} label={timelineTexts.legend.title}>
          {() => (
            <div class="legend" role="group" tabIndex={0} aria-label={timelineTexts.legend.title}>
              <Legend palette={painting.palette()} />
            </div>
          )}
        </Popover>
      </div>
    </div>
  );
}

/** Says how many readings are in view, and of how many of them nothing is known yet at the moment. */
function inViewText(marks: Marks, window: TimeWindow | undefined, position: number): string {
  const inAll = countInView(marks, window);
  const known = countInView(marks, window, position);
  return known === inAll ? timelineTexts.inView(inAll) : timelineTexts.knownInView(known, inAll - known);
}

/** Shows what happened around an event: nothing, before one is chosen. */
function Contexts({ painting }: Pick<ToolsProps, 'painting'>) {
  const { tools } = timelineTexts;
  const isNone = contextEntry(painting) < 0;
  return (
    <div class="timeline-group timeline-context" role="group" aria-label={tools.context}>
      {contextNames.map((name) => (
        <button
          key={name}
          type="button"
          class="button bare"
          aria-label={tools.contexts[name]}
          aria-disabled={isNone}
          title={isNone ? tools.contextNone : undefined}
          onClick={() => showContext(painting, name)}
        >
          <Either wide={tools.contexts[name]} narrow={tools.contextsShort[name]} />
        </button>
      ))}
    </div>
  );
}

/** Shows the longer words where there is room for them. */
function Either({ wide, narrow }: { readonly wide: string; readonly narrow: string }) {
  return (
    <span aria-hidden="true">
      <span class="timeline-wide">{wide}</span>
      <span class="timeline-narrow">{narrow}</span>
    </span>
  );
}

interface PlainProps {
  readonly name: string;
  readonly sign: string;
  readonly kind?: string;
  readonly act: () => void;
}

function Plain({ name, sign, kind = '', act }: PlainProps) {
  return (
    <button type="button" class={`button timeline-sign ${kind}`} aria-label={name} title={name} onClick={act}>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}
