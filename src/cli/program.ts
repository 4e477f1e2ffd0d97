import { Command } from 'commander';

import { addAppend } from './append.ts';
import { addAudit } from './audit.ts';
import { addBackup, addRestore } from './backup.ts';
import { addCommits } from './commits.ts';
import { addConfig } from './config.ts';
import type { CliContext } from './context.ts';
import { addCorrect } from './correct.ts';
import { addDensity } from './density.ts';
import { addDiff } from './diff.ts';
import { addEvent } from './event.ts';
import { addExplain } from './explain.ts';
import { addExport } from './export.ts';
import { addImport } from './import.ts';
import { addInit } from './init.ts';
import { addMove } from './move.ts';
import { addParked } from './parked.ts';
import { addProjections } from './projections.ts';
import { addReplay } from './replay.ts';
import { addRetract } from './retract.ts';
import { addSeries } from './series.ts';
import { addServe } from './serve.ts';
import { addState } from './state.ts';
import { addStreams } from './streams.ts';
import { addTimeline } from './timeline.ts';
import { addToken } from './token.ts';
import { addVerify } from './verify.ts';
import { addWatch } from './watch.ts';

/** Builds the command line; it never ends the process, and writes only where the context says. */
export function buildProgram(context: CliContext): Command {
  const program = new Command('asof')
    .description(
      'The state of the world as of any moment, on two clocks: when it was true, and when it was known.',
    )
    .version(context.version, '--version', 'shows the version')
    .helpOption('--help', 'shows this help')
    .helpCommand(false)
    // What stands after the name of a command is its own: "projections rebuild --json" is not "projections --json".
    .enablePositionalOptions()
    .exitOverride();
  addInit(program, context);
  addServe(program, context);
  addAppend(program, context);
  addCorrect(program, context);
  addRetract(program, context);
  addImport(program, context);
  addExport(program, context);
  addTimeline(program, context);
  addState(program, context);
  addEvent(program, context);
  addDiff(program, context);
  addExplain(program, context);
  addSeries(program, context);
  addWatch(program, context);
  addReplay(program, context);
  addDensity(program, context);
  addCommits(program, context);
  addStreams(program, context);
  addProjections(program, context);
  addAudit(program, context);
  addParked(program, context);
  addVerify(program, context);
  addToken(program, context);
  addBackup(program, context);
  addRestore(program, context);
  addMove(program, context);
  addConfig(program, context);
  return program;
}
