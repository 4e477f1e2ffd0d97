import type { Command } from 'commander';

import type { SeriesOut } from '../api/wire-changes.ts';
import { parseInstant } from '../domain/instant.ts';
import type { AskedMoment, AskedRange } from './asked.ts';
import { shortOf } from './change-lines.ts';
import type { CliContext } from './context.ts';
import { checkPath } from './explain.ts';
import type { AccessOptions } from './options.ts';
import {
  momentIn,
  reading,
  takesAccess,
  takesJson,
  takesMoment,
  takesRange,
  wholeNumber,
} from './options.ts';
import { plain } from './plain.ts';
import { momentSentence, say, showJson, showTable } from './show.ts';
import { sparkline } from './sparkline.ts';

interface SeriesOptions extends AccessOptions, AskedMoment, AskedRange {
  readonly key?: string;
  readonly points?: number;
  readonly json?: boolean;
}

/** Adds `series`: a value along an axis. */
export function addSeries(program: Command, context: CliContext): void {
  const command = program
    .command('series')
    .description('show how a value in a state goes along one axis')
    .argument('<projection>', 'its name, such as situation')
    .argument('<path>', 'a JSON Pointer, such as /casualties/injured/best')
    .option('--key <key>', 'which state, of a projection that has one a key')
    .option('--points <count>', 'about so many points (default: 100)', wholeNumber('--points', 2, 1000));
  takesJson(takesMoment(takesAccess(takesRange(command)))).action(
    async (projection: string, path: string, options: SeriesOptions) => {
      const { axis, from, to, key, points, json } = options;
      checkPath(path);
      const asked = { ...momentIn(options), path, axis, from, to, key, points };
      const answer = await reading(options, context, async (access) => access.series(projection, asked));
      if (json === true) await showJson(context.stdout, answer);
      else await showSeries(context, answer);
    },
  );
}

/** So many bars fit a line. */
const barsMax = 60;

/** A value holds until the next point: it is looked up at even distances. */
function evenly({ from, to, points }: SeriesOut): readonly (number | undefined)[] {
  const [first, last] = [parseInstant(from), parseInstant(to)];
  const known = points.map(({ at, value }) => ({ at: parseInstant(at), value }));
  return Array.from({ length: barsMax }, (_, bar) => {
    const at = first + ((last - first) * bar) / (barsMax - 1);
    const value = known.findLast((point) => point.at <= at)?.value;
    return typeof value === 'number' ? value : undefined;
  });
}

async function showSeries(context: CliContext, answer: SeriesOut): Promise<void> {
  const { path, axis, moment, from, to, exact, points } = answer;
  const numbers = evenly(answer);
  const line = numbers.some((number) => number !== undefined) ? `\n${sparkline(numbers)}\n` : '';
  await context.stdout.write(
    `${momentSentence(moment)}\n${plain(path)} along ${axis} time, ${from} to ${to}\n${line}\n`,
  );
  await showTable(
    context,
    // Along occurred time the position is the same for all.
    axis === 'recorded' ? ['RECORDED', 'POSITION', 'VALUE'] : ['OCCURRED', 'VALUE'],
    points.map(({ at, position, value }) => [at, ...(axis === 'recorded' ? [position] : []), shortOf(value)]),
  );
  if (!exact) await say(context, 'Points stand at even distances; a change between two has none of its own');
}
