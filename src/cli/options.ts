import { existsSync } from 'node:fs';

import { Option } from 'commander';
import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import { accessToStore } from './access-store.ts';
import { accessToUrl } from './access-url.ts';
import type { Access, AskedMoment } from './access.ts';
import type { CliContext } from './context.ts';

/** The store when neither an option nor ASOF_STORE names one. */
export const usualStore = 'sqlite:./data/asof.db';

/** What names the store of a command. */
export interface StoreOptions {
  readonly store?: string;
  readonly module?: string;
}

/** What names the timeline of a command: a store, or the address of a server. */
export interface AccessOptions extends StoreOptions {
  readonly url?: string;
}

/** Adds `--store` and `--module`. */
export function takesStore(command: Command): Command {
  return command
    .option('--store <store>', `sqlite:PATH or memory: (default: ASOF_STORE, or ${usualStore})`)
    .option('--module <file>', 'a TypeScript module with more event types and projections');
}

/** Adds `--store`, `--module` and `--url`. */
export function takesAccess(command: Command): Command {
  return takesStore(command).option('--url <url>', 'asks a running server instead of a store');
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

/** Adds `--json`. */
export function takesJson(command: Command): Command {
  return command.option('--json', 'writes JSON, as HTTP answers it');
}

/** Returns the moment of a command's options. */
export function momentIn({ asOf, knownAt, certainty }: AskedMoment): AskedMoment {
  return { asOf, knownAt, certainty };
}

/** Returns the store that a command is for. */
export function storeOf({ store }: StoreOptions, { env }: CliContext): string {
  return store ?? ((env['ASOF_STORE'] ?? '') === '' ? usualStore : String(env['ASOF_STORE']));
}

/** Returns the path of the file of a store; undefined when it has none. */
export function pathOf(store: string): string | undefined {
  return /^sqlite:(.+)$/.exec(store)?.[1];
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
  const { url, module } = options;
  if (url === undefined) {
    const store = storeOf(options, context);
    if (purpose !== 'write') checkStoreIsThere(store, options);
    return accessToStore(await context.open({ store, readOnly: purpose === 'read', module }), context.clock);
  }
  for (const [option, value] of Object.entries({ '--store': options.store, '--module': module }))
    if (value !== undefined)
      throw new TimelineError('invalid-request', `${option} does not go with --url: the server has its own`, {
        option,
      });
  return accessToUrl(url, context);
}

/** Throws `unknown-file`, with how to make one, when the file of a store is not there. */
export function checkStoreIsThere(store: string, { store: named }: StoreOptions): void {
  const path = pathOf(store);
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

/** Gathers the values of an option that may be given several times. */
export function several(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}
