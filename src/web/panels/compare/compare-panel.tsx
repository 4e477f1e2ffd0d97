import { useState } from 'preact/hooks';

import { applyPatch } from '../../../client/index.ts';
import type { PageModel, ScrubbedMoment } from '../../model.ts';
import { recordedTimeAt } from '../../model/linking.ts';
import { isSameMoment } from '../../model/view.ts';
import { morePanelTexts } from '../../texts/more-panels.ts';
import type { PanelProps } from '../props.ts';
import { useAnswer } from '../shared/answer.ts';
import { Answered, Empty } from '../shared/answered.tsx';
import { useTimes } from '../shared/times.ts';
import type { ComparedAnswer } from './compared.tsx';
import { Compared } from './compared.tsx';
import { MomentForm } from './moment-form.tsx';
import { askedPair } from './moments.ts';
import { Presets } from './presets.tsx';

import './compare.css';

/** What two moments differ in: the values of a state, and the facts. */
export function ComparePanel({ model }: PanelProps) {
  const texts = morePanelTexts.compare;
  const { compared } = model.view.value;
  const moment = model.moment.value;
  return (
    <div class="compare">
      <h2>{texts.lead}</h2>
      <section aria-label={texts.before} class="compare-side">
        <h3>{texts.before}</h3>
        <MomentForm model={model} compared={compared ?? moment} />
        <Presets model={model} />
      </section>
      <section aria-label={texts.after} class="compare-side">
        <h3>
          {texts.after} <span class="quiet">{texts.afterNote}</span>
        </h3>
        <MomentWords model={model} moment={moment} />
        {compared !== undefined && (
          <button type="button" class="button" onClick={() => swap(model, compared)}>
            <span aria-hidden="true">⇅</span> {texts.swap}
          </button>
        )}
      </section>
      {compared === undefined ? (
        <Empty title={texts.choose} more={texts.chooseMore} />
      ) : isSameMoment(compared, moment) ? (
        <Empty title={texts.same} />
      ) : (
        <Pair model={model} compared={compared} />
      )}
    </div>
  );
}

function swap(model: PageModel, compared: ScrubbedMoment): void {
  model.change({ ...compared, compared: model.moment.peek() }, 'push');
}

function MomentWords({ model, moment }: { readonly model: PageModel; readonly moment: ScrubbedMoment }) {
  const texts = morePanelTexts.compare;
  const times = useTimes(model);
  const { asOf, knownAt } = moment;
  const { position } = model.at.value;
  const recordedAt = recordedTimeAt(model.commits.value, position, model.head.value);
  return (
    <dl class="pairs">
      <div class="pair">
        <dt>{texts.asOf}</dt>
        <dd>{asOf === 'now' ? texts.now : times.long(asOf)}</dd>
      </div>
      <div class="pair">
        <dt>{texts.knownAt}</dt>
        <dd>
          {knownWords(knownAt, position, recordedAt === undefined ? undefined : times.short(recordedAt))}
        </dd>
      </div>
    </dl>
  );
}

function knownWords(knownAt: ScrubbedMoment['knownAt'], position: number, recorded?: string): string {
  const texts = morePanelTexts.compare;
  if (recorded === undefined) return knownAt === 'head' ? texts.head : texts.position(position);
  return knownAt === 'head' ? texts.newestAt(position, recorded) : texts.positionAt(position, recorded);
}

function Pair({ model, compared }: { readonly model: PageModel; readonly compared: ScrubbedMoment }) {
  const names = model.projections.value.filter(({ keyed }) => !keyed).map(({ name }) => name);
  const [projection, setProjection] = useState('situation');
  const at = { now: model.now.peek(), head: model.head.value.position, edge: model.edge.value };
  const pair = askedPair(compared, model.moment.value, model.view.value.certainty, at);
  const question = { ...pair, projection, key: `${projection} ${pair.key}` };
  const asked = useAnswer(model, question, async (client, { before, after, projection: of }, signal) => {
    const diff = await client.diff(of, before, after, { limit: 200, signal });
    const { asOf, position, certainty } = diff.from;
    const { state } = await client.state(of, { asOf, knownAt: position, certainty, signal });
    return { diff, before: state, after: applyPatch(state, diff.patch) } satisfies ComparedAnswer;
  });
  return (
    <>
      {names.length > 1 && (
        <p class="typed-field">
          <label for="compare-projection">{morePanelTexts.compare.projection}</label>
          <select
            id="compare-projection"
            value={projection}
            onChange={({ currentTarget }) => setProjection(currentTarget.value)}
          >
            {names.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        </p>
      )}
      <Answered asked={asked}>{(answer) => <Compared model={model} answer={answer} />}</Answered>
    </>
  );
}
