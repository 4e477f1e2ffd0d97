import { effect } from '@preact/signals';

import type { Client } from '../../src/client/index.ts';
import type { WriteKind } from '../../src/web/write/form/form-schema.ts';
import type { Begun } from '../../src/web/write/work/begin.ts';
import { beginWriting } from '../../src/web/write/work/begin.ts';
import { emptyDraft, ofType } from '../../src/web/write/work/draft.ts';
import { schemaOfType, typesWritten } from '../../src/web/write/work/event-types.ts';
import { keepWriting } from '../../src/web/write/work/leaving.ts';
import { openAppend } from '../../src/web/write/work/opening.ts';
import type { Writing } from '../../src/web/write/work/writing.ts';
import { createWriting } from '../../src/web/write/work/writing.ts';
import type { ServedModel } from './served-model.ts';
import { said, serveModel } from './served-model.ts';

/** Forms without a page, at a real server that has one fact: `first`, in `statements-a`. */
export interface ServedWriting extends ServedModel {
  /** Begins a form as the dialog does; what is written is kept until the form is left. */
  begin(kind: WriteKind, fact?: string): Promise<BegunForm>;
  /** A new statement, all filled in, that is not kept. */
  writeNew(title: string): Promise<Writing>;
  /** Makes a form of what was opened, and looks at its preview. */
  writingOf(opened: Parameters<typeof createWriting>[0]['opened'], fact?: string): Writing;
}

/** A form that is open. */
export interface BegunForm extends Begun {
  leave(): void;
}

/** Serves a model to write with. */
export async function serveWriting(): Promise<ServedWriting> {
  const served = await serveModel(async (timeline) =>
    timeline.append('statements-a', [said('first', '2025-07-01T00:00:00Z')]),
  );
  const { model } = served;
  const stops: (() => void)[] = [];
  const look = (writing: Writing): void => void stops.push(effect(() => void writing.preview.value));

  function writingOf(opened: Parameters<typeof createWriting>[0]['opened'], fact = ''): Writing {
    const writing = createWriting({ model, opened, fact, restMs: 0 });
    look(writing);
    return writing;
  }

  return {
    ...served,
    writingOf,
    async begin(kind, fact = 'first') {
      const about = { id: fact, subject: 'statements-a' };
      const begun = await beginWriting(model, kind === 'append' ? { kind } : { kind, fact: about }, 0);
      look(begun.writing);
      const leave = keepWriting(model.client, begun.name, begun.writing);
      stops.push(leave);
      return { ...begun, leave };
    },
    async writeNew(title) {
      const writing = writingOf(await openAppend(model.client));
      await writeStatement(model.client, writing, title);
      return writing;
    },
    async close() {
      for (const stop of stops) stop();
      await served.close();
    },
  };
}

/** Writes a statement into the form of a new event. */
export async function writeStatement(client: Client, writing: Writing, title: string): Promise<void> {
  const type = (await typesWritten(client)).find((one) => one.type === 'StatementMade');
  const schema = await schemaOfType(client, type ?? { type: '', version: 0 });
  writing.schema.value = schema;
  const draft = ofType({ ...emptyDraft, stream: 'statements-a' }, 'StatementMade', schema);
  const data = { title, speaker: 'actor:a', about: ['actor:a'], sources: [] };
  writing.change({ ...draft, value: { occurred: '2025-07-02', data } });
}

/** Writes why a fact is corrected, retracted or reinstated, and what of its data is another. */
export function withReason(writing: Writing, reason: string, data: object = {}): void {
  const draft = writing.draft.peek();
  const { value } = draft;
  const all = 'data' in value ? { data: { ...Object(value['data']), ...data } } : {};
  writing.change({ ...draft, value: { ...value, ...all, reason } });
}
