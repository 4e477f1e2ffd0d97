import type { Command } from 'commander';

import type { DiffOut } from '../api/wire-changes.ts';
import type { KnownState } from '../client/kept-state.ts';
import type { AskedDiff } from './asked.ts';
import { patchLines } from './change-lines.ts';
import type { CliContext } from './context.ts';
import { knownState } from './known-state.ts';
import type { AccessOptions } from './options.ts';
import { momentIn, reading, takesAccess, takesJson, takesMoment, wholeNumber } from './options.ts';
import { createScreen } from './screen.ts';
import { momentSentence, say, showJson, showTable } from './show.ts';

interface DiffOptions extends AccessOptions, AskedDiff {
  readonly json?: boolean;
}

/** Adds `diff`: what two moments differ in. */
export function addDiff(program: Command, context: CliContext): void {
  const command = program
    .command('diff')
    .description('show what two moments differ in: the state, and the facts that make the difference')
    .argument('<projection>', 'its name, such as situation')
    .option('--to-as-of <instant>', 'the second moment on occurred time (default: that of the first)')
    .option(
      '--to-known-at <instant|position>',
      'the second moment on recorded time (default: that of the first with --to-as-of, else all)',
    )
    .option('--key <key>', 'which state, of a projection that has one a key')
    .option('--limit <count>', 'at most so many facts (default: 100)', wholeNumber('--limit', 0, 1000));
  takesJson(takesMoment(takesAccess(command))).action(async (projection: string, options: DiffOptions) => {
    const { toAsOf, toKnownAt, key, limit, json } = options;
    await reading(options, context, async (access) => {
      const asked = { ...momentIn(options), toAsOf, toKnownAt, key, limit };
      const answer = await access.diff(projection, asked);
      if (json === true) return showJson(context.stdout, answer);
      await showDiff(context, answer, await knownState(access, projection, key, answer.from));
    });
  });
}

async function showDiff(context: CliContext, answer: DiffOut, before: KnownState): Promise<void> {
  const { from, to, patch, events, more } = answer;
  const screen = createScreen(context);
  await screen.show([], `From: ${momentSentence(from)}`);
  await screen.show(
    ['', ...patchLines(before, patch, { columns: screen.width() })],
    `To: ${momentSentence(to)}`,
  );
  if (patch.length === 0) await say(context, 'The state is the same');
  if (isSame(from, to))
    return say(context, 'Both moments are one: name the other with --known-at, --to-as-of or --to-known-at');
  if (events.length === 0) return say(context, 'No fact makes a difference');
  await screen.show(patch.length === 0 ? [] : ['']);
  await showTable(
    context,
    ['CHANGE', 'WHY', 'OCCURRED', 'TYPE', 'TITLE', 'REASON', 'ID'],
    events.map(({ change, why, occurred, type, title, reason, id }) => [
      changeNames[change],
      why,
      occurred,
      type,
      title,
      reason ?? '',
      id,
    ]),
  );
  if (more) await say(context, 'There is more: the same with a larger --limit');
}

const changeNames = { added: 'added', removed: 'removed', reread: 'reads otherwise' } as const;

function isSame(from: DiffOut['from'], to: DiffOut['to']): boolean {
  return from.asOf === to.asOf && from.position === to.position && from.certainty === to.certainty;
}
