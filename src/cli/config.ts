import type { Command } from 'commander';

import { withoutCredentials } from '../domain/store-name.ts';
import type { CliContext } from './context.ts';
import { takesJson } from './options.ts';
import type { Setting } from './setting.ts';
import { settingKeys, settings } from './settings.ts';
import type { SettingKey } from './settings.ts';
import type { Origin, Settled } from './settle.ts';
import { settle, takesSettings } from './settle.ts';
import { showJson, showTable } from './show.ts';

interface Shown {
  readonly setting: SettingKey;
  readonly value: unknown;
  readonly from: Origin;
}

/** Adds `config`: what every setting is, and where that comes from. */
export function addConfig(program: Command, context: CliContext): void {
  const command = program
    .command('config')
    .description('show every setting, its value, and whether a flag, the environment or a file sets it');
  takesJson(takesSettings(command, settingKeys)).action(async (options: { readonly json?: boolean }) => {
    const settled = settle(options, context);
    const shown = settingKeys.map((key) => shownOf(key, settled));
    if (options.json === true)
      return showJson(context.stdout, { file: settled.file ?? null, settings: shown });
    const rows = shown.map(({ setting, value, from }) => [setting, textOf(setting, value), from]);
    await showTable(context, ['SETTING', 'VALUE', 'FROM'], rows);
    await context.stdout.write(`\nfile  ${settled.file ?? 'none'}\n`);
  });
}

function shownOf(setting: SettingKey, settled: Settled): Shown {
  const value: unknown = settled.get(setting);
  return { setting, value: withoutSecrets(setting, value) ?? null, from: settled.origin(setting) };
}

/** A token is not shown, nor a password in an address. */
function withoutSecrets(setting: SettingKey, value: unknown): unknown {
  const { isSecret = false } = settings[setting] as Setting<unknown>;
  if (isSecret) return value === undefined ? undefined : 'set';
  if (setting === 'store' && typeof value === 'string') return withoutCredentials(value);
  return typeof value === 'string' ? value.replace(/(:\/\/[^/@:]*):[^/@]*@/, '$1:…@') : value;
}

function textOf(setting: SettingKey, value: unknown): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'string') return value;
  return value === null ? (settings[setting].usually ?? '') : JSON.stringify(value);
}
