import type { PageModel } from '../model.ts';
import { DifferenceRows } from '../panels/shared/difference-rows.tsx';
import { capitalised, wordsOf } from '../panels/shared/names.ts';
import { writeTexts as texts } from '../texts/write.ts';
import type { Previewed } from './work/previewing.ts';
import type { Writing } from './work/writing.ts';

/** The most values that are listed of a projection. */
const most = 30;

/** What recording it would change, value by value; it follows what is typed. */
export function PreviewView({ model, writing }: { readonly model: PageModel; readonly writing: Writing }) {
  return (
    <section class="write-preview" aria-labelledby="write-preview" aria-live="polite">
      <h3 id="write-preview">{texts.preview}</h3>
      <Told model={model} writing={writing} />
    </section>
  );
}

function Told({ model, writing }: { readonly model: PageModel; readonly writing: Writing }) {
  // It is read even where it is not shown: it is asked for as long as it is read.
  const { state, answer, fault } = writing.preview.value;
  if (writing.faults.value.length > 0) return <p class="write-hint">{texts.previewLater}</p>;
  if (state === 'failed')
    return (
      <p class="write-fault">
        {texts.previewFailed(fault ?? '')}{' '}
        <button type="button" class="button" onClick={() => writing.previewAgain()}>
          {texts.again}
        </button>
      </p>
    );
  if (answer === undefined || state === 'loading') return <p class="write-hint">{texts.previewLoading}</p>;
  const standing = texts.previewStanding(answer[0]?.standing ?? '');
  const changed = answer.filter(({ differences }) => differences.length > 0);
  return (
    <>
      <p class="write-hint">{texts.previewLead}</p>
      {standing !== undefined && <p>{standing}</p>}
      {changed.length === 0 && <p>{texts.previewNothing}</p>}
      {changed.map((one) => (
        <Changes key={one.projection} model={model} previewed={one} />
      ))}
    </>
  );
}

function Changes({ model, previewed }: { readonly model: PageModel; readonly previewed: Previewed }) {
  const { projection, differences, fact } = previewed;
  // A link would lead away from the form, and what is new has no name yet.
  const shown = differences.slice(0, most).map(({ steps, before, after }) => ({
    steps: steps.map((step) => (step === fact ? texts.thisOne : step)),
    before,
    after,
  }));
  return (
    <>
      <h4>{texts.previewValues(capitalised(wordsOf(projection)), differences.length)}</h4>
      <DifferenceRows model={model} differences={shown} />
      {differences.length > most && <p class="write-hint">{texts.previewMore(differences.length - most)}</p>}
    </>
  );
}
