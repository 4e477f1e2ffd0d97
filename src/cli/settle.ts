import { readFileSync } from 'node:fs';

import { Option } from 'commander';
import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import type { ConfigFile } from './config-file.ts';
import { readConfigFile, usualConfigFile } from './config-file.ts';
import type { CliContext } from './context.ts';
import type { Setting } from './setting.ts';
import type { SettingKey, Settings } from './settings.ts';
import { settings } from './settings.ts';

/** Where a value comes from, the nearest first: the first of them that sets it counts. */
export const origins = ['flag', 'env', 'file', 'usual'] as const;

/** Where a value comes from. */
export type Origin = (typeof origins)[number];

/** What the settings are for one command; each is looked up, and checked, when it is asked for. */
export interface Settled {
  /** Returns the value of a setting; throws `invalid-config`. */
  get<Key extends SettingKey>(key: Key): Settings[Key];
  /** Returns where its value comes from. */
  origin(key: SettingKey): Origin;
  /** The configuration file that was read; undefined when there is none. */
  readonly file: string | undefined;
}

/** Adds the flags of settings, and `--config`. */
export function takesSettings(command: Command, keys: readonly SettingKey[]): Command {
  for (const key of keys) {
    const option = optionOf(key);
    if (option !== undefined) command.addOption(option);
  }
  if (command.options.some(({ long }) => long === '--config')) return command;
  return command.option(
    '--config <file>',
    `a configuration file (default: ASOF_CONFIG, or ${usualConfigFile})`,
  );
}

/**
 * Finds out what the settings are: by flag, else by the environment, else by the configuration file, else the usual.
 *
 * A variable of the environment that is empty counts as not set. Throws what reading the configuration file throws.
 */
export function settle(options: object, context: Pick<CliContext, 'env' | 'cwd'>): Settled {
  const flags: Readonly<Record<string, unknown>> = { ...options };
  const named = flags['config'];
  const file = readConfigFile(typeof named === 'string' ? named : undefined, context);
  const look = (key: SettingKey) => lookUp(key, flags, context.env, file);
  return {
    // What the schema of a setting lets through is a value of it.
    get: <Key extends SettingKey>(key: Key) => look(key).value as Settings[Key],
    origin: (key) => look(key).origin,
    file: file?.path,
  };
}

/**
 * Returns the token that a server is shown; undefined for none.
 *
 * Of `token` and `tokenFile` the one that is set nearer counts. Throws `invalid-config` for a file without a token, and `file-unreachable`.
 */
export function tokenOf(settled: Settled): string | undefined {
  const file = settled.get('tokenFile');
  const token = settled.get('token');
  const isFileNearer =
    origins.indexOf(settled.origin('tokenFile')) < origins.indexOf(settled.origin('token'));
  return file === undefined || (token !== undefined && !isFileNearer) ? token : tokenIn(file);
}

function tokenIn(file: string): string {
  let found: string;
  try {
    found = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new TimelineError('file-unreachable', `The token file ${file} cannot be read`, { file }, error);
  }
  if (/^[!-~]{1,512}$/.test(found)) return found;
  throw new TimelineError('invalid-config', `${file} does not hold a token, and nothing else`, {
    setting: 'tokenFile',
    place: file,
  });
}

function lookUp(
  key: SettingKey,
  flags: Readonly<Record<string, unknown>>,
  env: CliContext['env'],
  file: ConfigFile | undefined,
): { readonly value: unknown; readonly origin: Origin } {
  const setting = settings[key] as Setting<unknown>;
  const option = optionOf(key);
  const given = option === undefined ? undefined : flags[option.attributeName()];
  // Commander itself gives true to a flag that only ever says no.
  if (option?.long !== undefined && given !== undefined && !(option.negate && given === true))
    return { value: checked(key, setting, given, option.long), origin: 'flag' };
  const variable = env[setting.env] ?? '';
  if (variable !== '')
    return { value: checked(key, setting, setting.read(variable), setting.env), origin: 'env' };
  if (file !== undefined && Object.hasOwn(file.values, key))
    return { value: file.values[key], origin: 'file' };
  return { value: setting.usual, origin: 'usual' };
}

function checked(key: SettingKey, setting: Setting<unknown>, given: unknown, place: string): unknown {
  const value = typeof given === 'string' ? setting.read(given) : given;
  const result = setting.schema.safeParse(value);
  if (result.success) return result.data;
  const shown = setting.isSecret === true ? '' : ` ${JSON.stringify(given)}`;
  throw new TimelineError('invalid-config', `${place}${shown} is not ${setting.taken}`, {
    setting: key,
    place,
  });
}

function optionOf(key: SettingKey): Option | undefined {
  const { flag, what, env, usual, usually, isList } = settings[key] as Setting<unknown>;
  if (flag === undefined) return undefined;
  const otherwise = usually ?? usuallyOf(usual);
  const option = new Option(flag, `${what} (default: ${env}${otherwise === '' ? '' : `, or ${otherwise}`})`);
  return isList === true ? option.argParser(several) : option;
}

/** Gathers the values of an option that may be given several times. */
export function several(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Returns the usual value of a setting in words; nothing where it has none to speak of. */
function usuallyOf(usual: unknown): string {
  return typeof usual === 'string' || typeof usual === 'number' ? String(usual) : '';
}
