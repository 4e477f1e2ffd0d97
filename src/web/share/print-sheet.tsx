import { useLayoutEffect, useRef } from 'preact/hooks';

import type { FactOut } from '../../client/index.ts';
import type { PageModel } from '../model.ts';
import { panelTexts } from '../texts/panels.ts';
import { shareTexts } from '../texts/share.ts';
import type { PrintedTimeline } from './print-timeline.ts';
import { comparedWords, seenWords } from './seen-words.ts';

/** What is printed before the panel. */
export interface PrintSheetProps {
  readonly model: PageModel;
  readonly timeline: PrintedTimeline;
}

/** The head of a printed page: what it is of, the timeline, and the event that is selected where the panel does not tell of it. */
export function PrintSheet({ model, timeline }: PrintSheetProps) {
  const { selected, panel } = model.view.peek();
  const fact = model.fact.peek();
  const isTold = selected !== undefined && panel !== 'fact' && fact.state === 'there';
  return (
    <>
      <h1>{shareTexts.printed}</h1>
      <dl class="print-words">
        {[...seenWords(model), ...comparedWords(model)].map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {timeline.pieces.map((piece, index) => (
        <Piece key={index} piece={piece} />
      ))}
      {timeline.isPart && <p>{shareTexts.lanesMore}</p>}
      {isTold && fact.answer !== undefined && <Selected fact={fact.answer} />}
    </>
  );
}

/** Puts a canvas that was painted already where it belongs. */
function Piece({ piece }: { readonly piece: HTMLCanvasElement }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => place.current?.replaceChildren(piece), [piece]);
  return <div class="print-piece" ref={place} />;
}

function Selected({ fact }: { readonly fact: FactOut }) {
  const { data } = fact;
  const sources: readonly unknown[] = Array.isArray(data['sources']) ? data['sources'] : [];
  const publishers = sources.flatMap((source) => {
    const name: unknown =
      typeof source === 'object' && source !== null ? Reflect.get(source, 'publisher') : undefined;
    return typeof name === 'string' ? [name] : [];
  });
  return (
    <section class="print-fact">
      <h2>{shareTexts.selected}</h2>
      <p>
        <strong>{typeof data['title'] === 'string' ? data['title'] : panelTexts.noTitle}</strong>
      </p>
      {typeof data['summary'] === 'string' && <p>{data['summary']}</p>}
      <dl class="print-words">
        <Row name={shareTexts.standing} value={panelTexts.fact.standing(fact.standing)} />
        <Row name={shareTexts.occurred} value={fact.occurred} />
        <Row name={shareTexts.recorded} value={shareTexts.known(fact.position, fact.recordedtime)} />
        <Row name={shareTexts.sources} value={publishers.join(', ')} />
      </dl>
    </section>
  );
}

function Row({ name, value }: { readonly name: string; readonly value: string }) {
  if (value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
