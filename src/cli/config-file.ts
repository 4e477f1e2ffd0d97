import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import { z } from 'zod';

import { TimelineError } from '../domain/errors.ts';
import { parseJson } from '../domain/json.ts';
import type { CliContext } from './context.ts';
import type { Setting } from './setting.ts';
import { settingKeys, settings } from './settings.ts';

/** The configuration file that is read from the working directory when none is named. */
export const usualConfigFile = 'asof.config.json';

/** What a configuration file sets. */
export interface ConfigFile {
  readonly path: string;
  /** By the keys of settings; paths are relative to nothing any more. */
  readonly values: Readonly<Record<string, unknown>>;
}

/**
 * Reads the configuration file that `--config` or ASOF_CONFIG names, or the one in the working directory; undefined when there is none.
 *
 * Throws `invalid-config` for what it may not have, `unknown-file` when the one that is named is not there, and `file-unreachable`.
 */
export function readConfigFile(
  named: string | undefined,
  { env, cwd }: Pick<CliContext, 'env' | 'cwd'>,
): ConfigFile | undefined {
  const wanted = named ?? (env['ASOF_CONFIG'] || undefined);
  const path = resolve(cwd, wanted ?? usualConfigFile);
  const text = textOf(path);
  if (text !== undefined) return { path, values: valuesIn(text, path) };
  if (wanted === undefined) return undefined;
  throw new TimelineError('unknown-file', `There is no configuration file ${path}`, { file: path });
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw new TimelineError('file-unreachable', `${path} cannot be read`, { file: path }, error);
  }
}

function valuesIn(text: string, path: string): ConfigFile['values'] {
  const checked = schema.safeParse(parsed(text, path));
  if (!checked.success) throw faultIn(checked.error, path);
  const folder = dirname(path);
  const placed = Object.entries(checked.data).map(([key, value]) => {
    const inFolder = inFile[key]?.inFolder;
    return [key, inFolder === undefined ? value : inFolder(value, folder)];
  });
  return Object.fromEntries(placed);
}

function parsed(text: string, path: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TimelineError('invalid-config', `${path} is no JSON: ${why}`, { file: path }, error);
  }
}

const inFile: Readonly<Record<string, Setting<unknown>>> = Object.fromEntries(
  settingKeys.filter((key) => settings[key].isSecret !== true).map((key) => [key, settings[key]]),
);

/** The editor's own key names the schema of the file; it sets nothing. */
const schema = z
  .strictObject({
    $schema: z.string().optional(),
    ...Object.fromEntries(
      Object.entries(inFile).map(([key, setting]) => [key, setting.schema.optional()] as const),
    ),
  })
  .transform(({ $schema: _schema, ...values }) => values);

function faultIn(error: z.ZodError, file: string): TimelineError {
  const issue = error.issues[0];
  const unknown = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const key = unknown ?? String(issue?.path[0] ?? '');
  const facts = { setting: key, place: file };
  if (key === '') return new TimelineError('invalid-config', `${file} is no JSON object`, facts);
  const taken = inFile[key]?.taken;
  if (taken !== undefined)
    return new TimelineError('invalid-config', `${key} in ${file} is not ${taken}`, facts);
  const why =
    key === 'token'
      ? 'a token has no place in this file: name a file that holds it with tokenFile'
      : `those there are: ${Object.keys(inFile).join(', ')}`;
  return new TimelineError(
    'invalid-config',
    `There is no setting ${JSON.stringify(key)} in ${file}; ${why}`,
    facts,
  );
}
