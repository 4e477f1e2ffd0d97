import { Option } from 'commander';
import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import { isClusterStore, pathOfStore, withoutCredentials } from '../domain/store-name.ts';
import type { CliContext } from './context.ts';
import { moveAndShow } from './moving.ts';
import type { StoreSettings } from './open-store.ts';
import type { StoreOptions } from './options.ts';
import { checkStoreIsThere, takesJson, takesSamples } from './options.ts';
import type { Settled } from './settle.ts';
import { settle, takesSettings } from './settle.ts';

interface MoveOptions extends Omit<StoreOptions, 'store'> {
  readonly from: string;
  readonly to: string;
  readonly fromIndex?: string;
  readonly samples?: number;
  readonly json?: boolean;
}

/** Adds `move`: copies a log into another store, and compares what both sides answer. */
export function addMove(program: Command, context: CliContext): void {
  const command = program
    .command('move')
    .description('copy a log into another store with its recorded times, and prove that both answer the same')
    .addOption(
      new Option(
        '--from <store>',
        'the store that has the log: sqlite:PATH or esdb://HOST:PORT',
      ).makeOptionMandatory(),
    )
    .addOption(
      new Option(
        '--to <store>',
        'the store that gets it, empty or with a beginning of it',
      ).makeOptionMandatory(),
    )
    .option('--from-index <file>', 'where the replica of the first is kept when both are clusters');
  takesJson(takesSamples(takesSettings(command, ['index', 'wait', 'module']))).action(
    async (options: MoveOptions) => {
      const settled = settle(options, context);
      const [from, to] = sidesOf(options, settled);
      checkStoreIsThere(from.store, { store: from.store });
      await moveAndShow(from, to, options, context);
    },
  );
}

function sidesOf(
  { from, to, fromIndex }: MoveOptions,
  settled: Settled,
): readonly [StoreSettings, StoreSettings] {
  checkSides(from, to);
  const common = { wait: settled.get('wait'), module: settled.get('module') };
  const index = settled.get('index');
  if (isClusterStore(from) && isClusterStore(to) && (fromIndex ?? index) === index)
    throw new TimelineError(
      'invalid-request',
      'Two clusters have two replicas: --from-index says where that of the first is kept, --index that of the second',
      { option: '--from-index' },
    );
  return [
    { ...common, store: from, index: fromIndex ?? index },
    { ...common, store: to, index },
  ];
}

function checkSides(from: string, to: string): void {
  for (const [option, store] of Object.entries({ '--from': from, '--to': to }))
    if (pathOfStore(store) === undefined && !isClusterStore(store))
      throw new TimelineError(
        'invalid-request',
        `${option} ${withoutCredentials(store)} is no store to move: name sqlite:PATH or esdb://HOST:PORT`,
        { option },
      );
  if (from === to)
    throw new TimelineError('invalid-request', 'A log is moved from one store to another', {
      option: '--to',
    });
}
