import type { Command } from 'commander';

import type { ExplainedStepOut, ExplanationOut } from '../api/wire-changes.ts';
import { TimelineError } from '../domain/errors.ts';
import type { AskedMoment } from './asked.ts';
import { shortOf } from './change-lines.ts';
import type { CliContext } from './context.ts';
import { publishersText } from './fact-lines.ts';
import type { AccessOptions } from './options.ts';
import { momentIn, reading, takesAccess, takesJson, takesMoment, wholeNumber } from './options.ts';
import { plain } from './plain.ts';
import { momentSentence, say, showJson, showTable } from './show.ts';

interface ExplainOptions extends AccessOptions, AskedMoment {
  readonly key?: string;
  readonly limit?: number;
  readonly json?: boolean;
}

/** Adds `explain`: the events that set a value. */
export function addExplain(program: Command, context: CliContext): void {
  const command = program
    .command('explain')
    .description('show which events set a value in a state, in order, and the value after each')
    .argument('<projection>', 'its name, such as situation')
    .argument('[path]', 'a JSON Pointer, such as /casualties/injured; the whole state when left out', '')
    .option('--key <key>', 'which state, of a projection that has one a key')
    .option('--limit <count>', 'at most so many events (default: 200)', wholeNumber('--limit', 1, 1000));
  takesJson(takesMoment(takesAccess(command))).action(
    async (projection: string, path: string, options: ExplainOptions) => {
      const { key, limit, json } = options;
      checkPath(path);
      const asked = { ...momentIn(options), path, key, limit };
      const answer = await reading(options, context, async (access) => access.explain(projection, asked));
      if (json === true) await showJson(context.stdout, answer);
      else await showExplanation(context, answer);
    },
  );
}

/** Throws `invalid-request`, with what was meant, for a path that does not begin with a slash. */
export function checkPath(path: string): void {
  if (path === '' || path.startsWith('/')) return;
  throw new TimelineError(
    'invalid-request',
    `${JSON.stringify(path)} is no JSON Pointer: it begins with a slash, as in /${path}`,
  );
}

async function showExplanation(context: CliContext, answer: ExplanationOut): Promise<void> {
  const { moment, steps, earlier } = answer;
  await context.stdout.write(`${momentSentence(moment)}\n\n${valueLine(answer)}\n`);
  if (steps.length === 0) return;
  const rows = steps.map(rowOf);
  const before =
    earlier === undefined
      ? 'initial' in answer
        ? [['before everything', '', '', '', shortOf(answer.initial), '', '', '']]
        : []
      : [['earlier', '', '', '', shortOf(earlier.value), '', '', '']];
  await context.stdout.write('\n');
  await showTable(
    context,
    ['OCCURRED', 'RECORDED', 'TYPE', 'TITLE', 'AFTER', 'ADDS', 'READS', 'FROM'],
    [...before, ...rows],
  );
  if (earlier !== undefined) await say(context, 'Earlier events are not listed: give a larger --limit');
}

function valueLine({ path, standing, value }: ExplanationOut): string {
  const place = path === '' ? 'the whole state' : plain(path);
  switch (standing) {
    case 'present':
      return `${place}: ${shortOf(value)}`;
    case 'gone':
      return `${place} is gone: there was a value, and there is none as of this moment`;
    case 'never':
      return `${place}: nothing, and no event in the history as of this moment had set it. Mind that a / within a name is written ~1, and that what was retracted is in no history: see series --axis recorded`;
  }
}

function rowOf(step: ExplainedStepOut): readonly string[] {
  const { occurred, recordedAt, type, title, contribution, status, reason, sources, correctedFrom } = step;
  const adds =
    contribution === undefined || contribution < 0 ? String(contribution ?? '') : `+${contribution}`;
  const reads = reason === undefined ? status : `${status}: ${reason}`;
  return [
    occurred,
    recordedAt,
    type,
    title,
    shortOf(step.value),
    adds,
    reads,
    fromText(sources, correctedFrom),
  ];
}

/** Who taught us better comes first: what the fact itself names may be from before. */
function fromText(
  sources: ExplainedStepOut['sources'],
  correctedFrom: ExplainedStepOut['correctedFrom'],
): string {
  const texts = [correctedFrom ?? [], sources].map(publishersText).filter((text) => text !== '');
  return [...new Set(texts)].join('; first ');
}
