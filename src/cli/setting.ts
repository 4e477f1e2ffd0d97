import { isAbsolute, resolve } from 'node:path';

import { z } from 'zod';

import { pathOfStore } from '../domain/store-name.ts';

/** Something that can be set by a flag, by the environment, or in the configuration file. */
export interface Setting<Value> extends Kind<Value> {
  /** As commander takes it: `--port <port>`; absent where a command line is no place for it. */
  readonly flag?: string;
  /** The variable of the environment. */
  readonly env: string;
  /** Whether the configuration file may have it; a secret has no place there. */
  readonly isSecret?: boolean;
  /** What it is when nothing sets it. */
  readonly usual: Value;
  /** What it is when nothing sets it, in words, where the value itself does not say. */
  readonly usually?: string;
  /** One sentence on what it does. */
  readonly what: string;
}

/** What values of one kind are, and how they are read from a flag or the environment. */
export interface Kind<Value> {
  readonly schema: z.ZodType<Exclude<Value, undefined>>;
  /** What is taken, as the end of a sentence: `a whole number from 0 to 65535`. */
  readonly taken: string;
  /** Whether the flag may be given several times. */
  readonly isList?: boolean;
  /** Makes of a text what the schema checks. */
  read(text: string): unknown;
  /** Makes of a value of the configuration file what it means where that file stands. */
  inFolder?(value: Exclude<Value, undefined>, folder: string): Exclude<Value, undefined>;
}

/** Any text that is not empty. */
export const text = {
  schema: z.string().min(1).max(4096),
  taken: 'a text',
  read: (given) => given,
} as const satisfies Kind<string>;

/** The path of a file; in the configuration file it is relative to that file. */
export const path = {
  ...text,
  taken: 'a path',
  inFolder: (given, folder) => resolve(folder, given),
} as const satisfies Kind<string>;

/** The connection string of a store; a path in the configuration file is relative to that file. */
export const connection = {
  ...text,
  taken: 'sqlite:PATH, esdb://HOST:PORT or memory:',
  inFolder(given, folder) {
    const file = pathOfStore(given);
    return file === undefined || isAbsolute(file) ? given : `sqlite:${resolve(folder, file)}`;
  },
} as const satisfies Kind<string>;

/** `true` or `false`. */
export const yesOrNo = {
  schema: z.boolean(),
  taken: 'true or false',
  read: (given) => ({ true: true, false: false })[given.toLowerCase()] ?? given,
} as const satisfies Kind<boolean>;

/** A list of texts; in the environment commas stand between them. */
export const list = {
  schema: z.array(z.string().min(1).max(300)).max(1000),
  taken: 'a list of texts',
  isList: true,
  read: (given) =>
    given
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
} as const satisfies Kind<readonly string[]>;

/** A whole number of a range, both ends in it. */
export function wholeNumberOf(min: number, max: number) {
  return {
    schema: z.int().min(min).max(max),
    taken: `a whole number from ${min} to ${max}`,
    read: (given) => (/^\d{1,16}$/.test(given) ? Number(given) : given),
  } as const satisfies Kind<number>;
}

/** One of a few words. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  return {
    schema: z.enum(words),
    taken: `one of ${words.join(', ')}`,
    read: (given) => given,
  } as const satisfies Kind<Word>;
}
