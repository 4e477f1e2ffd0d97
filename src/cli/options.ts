import { existsSync } from 'node:fs';

import { Option } from 'commander';
import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import { pathOfStore } from '../domain/store-name.ts';
import { accessToStore } from './access-store.ts';
import { accessToUrl } from './access-url.ts';
import type { Access, AskedMoment } from './access.ts';
import type { CliContext } from './context.ts';
import type { StoreSettings } from './open-store.ts';
import { openStore } from './open-store.ts';
import type { Settled } from './settle.ts';
import { origins, settle, takesSettings, tokenOf } from './settle.ts';

/** What names the store of a command. */
export interface StoreOptions {
  readonly store?: string;
  readonly index?: string;
  readonly wait?: string;
  readonly module?: string;
  readonly config?: string;
}

/** What names the timeline of a command: a store, or the address of a server. */
export interface AccessOptions extends StoreOptions {
  readonly url?: string;
  readonly tokenFile?: string;
}

/** Adds `--store`, `--index`, `--wait`, `--module` and `--config`. */
export function takesStore(command: Command): Command {
  return takesSettings(command, ['store', 'index', 'wait', 'module']);
}

/** Adds `--store`, `--index` and `--config`, for what is kept beside a store. */
export function takesStoreAlone(command: Command): Command {
  return takesSettings(command, ['store', 'index']);
}

/** Adds `--store`, `--index`, `--wait`, `--module`, `--url`, `--token-file` and `--config`. */
export function takesAccess(command: Command): Command {
  return takesSettings(command, ['store', 'index', 'wait', 'module', 'url', 'tokenFile']);
}

/** Adds `--as-of`, `--known-at` and `--certainty`. */
export function takesMoment(command: Command): Command {
  return takesMomentOnOneClock(
    command.option(
      '--known-at <instant|position>',
      'cuts recorded time: what was known by then (default: all)',
    ),
  );
}

/** Adds `--as-of` and `--certainty`, for what goes on along recorded time. */
export function takesMomentOnOneClock(command: Command): Command {
  return command
    .option('--as-of <instant>', 'cuts occurred time: what had happened by then (default: now)')
    .addOption(
      new Option(
        '--certainty <how>',
        'whether what may not have happened yet counts (default: possible)',
      ).choices(['possible', 'certain']),
    );
}

/** Adds `--axis`, `--from` and `--to`: a range of one axis. */
export function takesRange(command: Command): Command {
  return command
    .addOption(
      new Option('--axis <axis>', 'the axis it goes along (default: occurred)').choices([
        'occurred',
        'recorded',
      ]),
    )
    .option('--from <instant>', 'where on the axis it begins (default: the first)')
    .option('--to <instant>', 'where on the axis it ends (default: the last)');
}

/** Adds `--samples`. */
export function takesSamples(command: Command): Command {
  return command.option(
    '--samples <count>',
    'at how many moments the states of both sides are compared (default: 100)',
    wholeNumber('--samples', 0, 1_000_000),
  );
}

/** Adds `--json`. */
export function takesJson(command: Command): Command {
  return command.option('--json', 'writes JSON, as HTTP answers it');
}

/** Returns the moment of a command's options. */
export function momentIn({ asOf, knownAt, certainty }: AskedMoment): AskedMoment {
  return { asOf, knownAt, certainty };
}

/** Returns the store that a command is for, and how it is opened; throws `invalid-config`. */
export function storeSettings(options: StoreOptions, context: CliContext): StoreSettings {
  return storeSettingsIn(settle(options, context));
}

/** Returns the store that a command is for, and where a replica of it is; throws `invalid-config`. */
export function storeOf(
  options: StoreOptions,
  context: CliContext,
): { readonly store: string; readonly index: string } {
  const settled = settle(options, context);
  return { store: settled.get('store'), index: settled.get('index') };
}

function storeSettingsIn(settled: Settled): StoreSettings {
  const [store, index] = [settled.get('store'), settled.get('index')];
  return { store, index, wait: settled.get('wait'), module: settled.get('module') };
}

/** Runs work on the timeline of a reading command, opened to read only, and closes it. */
export async function reading<Result>(
  options: AccessOptions,
  context: CliContext,
  work: (access: Access) => Promise<Result>,
): Promise<Result> {
  return withAccess(options, context, 'read', work);
}

/** Runs work on the timeline of a writing command and closes it; `update` wants the store to be there, `write` makes it. */
export async function withAccess<Result>(
  options: AccessOptions,
  context: CliContext,
  purpose: 'read' | 'update' | 'write',
  work: (access: Access) => Promise<Result>,
): Promise<Result> {
  const access = await openAccess(options, context, purpose);
  try {
    return await work(access);
  } finally {
    await access.close();
  }
}

async function openAccess(
  options: AccessOptions,
  context: CliContext,
  purpose: 'read' | 'update' | 'write',
): Promise<Access> {
  const settled = settle(options, context);
  const url = urlOf(settled);
  if (url !== undefined) return accessToUrl(url, context, tokenOf(settled));
  const named = storeSettingsIn(settled);
  if (purpose !== 'write') checkStoreIsThere(named.store, options);
  const timeline = await openStore(named, context, purpose === 'read' ? 'read' : 'write').catch(tellOfServer);
  return accessToStore(timeline, {
    clock: context.clock,
    by: authorIn(context),
    openTokens: () => context.openAccess(named.store, named.index),
  });
}

/** A store that is in use is served as a rule, and the server takes what this process cannot record. */
function tellOfServer(error: unknown): never {
  if (!(error instanceof TimelineError) || error.code !== 'store-in-use') throw error;
  const sentence = `${error.message}; where that is a server, name it with --url`;
  throw new TimelineError(error.code, sentence, error.facts, error);
}

/** Returns who a command records by, as the audit trail names them. */
export function authorIn({ account }: Pick<CliContext, 'account'>): string {
  return `os:${account}`;
}

/**
 * Returns the address of the server that a command asks; undefined when it opens a store.
 *
 * A store or a module that is named nearer than the server counts; both as flags are refused.
 */
function urlOf(settled: Settled): string | undefined {
  const url = settled.get('url');
  if (url === undefined) return undefined;
  for (const key of ['store', 'module'] as const) {
    if (settled.origin('url') === 'flag' && settled.origin(key) === 'flag')
      throw new TimelineError('invalid-request', `--${key} does not go with --url: the server has its own`, {
        option: `--${key}`,
      });
    if (origins.indexOf(settled.origin(key)) < origins.indexOf(settled.origin('url'))) return undefined;
  }
  return url;
}

/** Throws `unknown-file`, with how to make one, when the file of a store is not there. */
export function checkStoreIsThere(store: string, { store: named }: StoreOptions): void {
  const path = pathOfStore(store);
  if (path === undefined || existsSync(path)) return;
  const how = named === undefined ? '; make one with "npm start", or with "asof import streams"' : '';
  throw new TimelineError('unknown-file', `There is no store at ${path}${how}`, { store });
}

/** Returns a reader of whole numbers for an option; it throws `invalid-request`. */
export function wholeNumber(option: string, min: number, max: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw new TimelineError(
      'invalid-request',
      `${option} ${JSON.stringify(text)} is not a whole number from ${min} to ${max}`,
      { option },
    );
  };
}

/** Returns a reader of numbers for an option; it throws `invalid-request`. */
export function numberFrom(option: string, min: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,12}(?:\.\d{1,12})?$/.test(text) ? Number(text) : Number.NaN;
    if (number >= min) return number;
    throw new TimelineError(
      'invalid-request',
      `${option} ${JSON.stringify(text)} is not a number from ${min}`,
      { option },
    );
  };
}
