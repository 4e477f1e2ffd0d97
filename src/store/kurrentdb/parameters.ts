import type { TimelineError } from '../../domain/errors.ts';
import type { ClusterScope } from './parts.ts';

/** How nodes are connected to, as the parameters of a connection string say it. */
export interface Parameters {
  readonly tls: boolean;
  readonly tlsVerifyCert: boolean;
  readonly tlsCAFile?: string;
  readonly userCertFile?: string;
  readonly userKeyFile?: string;
  readonly nodePreference?: 'leader' | 'follower' | 'random' | 'read_only_replica';
  readonly connectionName: string;
  readonly maxDiscoverAttempts: number;
  /** Milliseconds. */
  readonly discoveryInterval?: number;
  /** Seconds, as the client takes it. */
  readonly gossipTimeout: number;
  /** How long an append may take, in milliseconds. */
  readonly defaultDeadline?: number;
  /** Milliseconds; -1 for never. */
  readonly keepAliveInterval: number;
  readonly keepAliveTimeout: number;
}

type Refuse = (why: string) => TimelineError;
type Read = (value: string, name: string, refuse: Refuse) => unknown;

/** What the parameters are named, as the client and others name them; upper and lower case, hyphens and underscores make no difference. */
const readers: Readonly<Record<string, Read>> = {
  tls: truth,
  tlsVerifyCert: truth,
  tlsCAFile: word,
  userCertFile: word,
  userKeyFile: word,
  nodePreference: preference,
  connectionName: word,
  maxDiscoverAttempts: whole(1, 1000),
  discoveryInterval: whole(1, 3_600_000),
  gossipTimeout: whole(1, 3600),
  defaultDeadline: whole(1, 3_600_000),
  // Below ten seconds the client warns on the console, and servers end the connection.
  keepAliveInterval: keepAlive(10_000),
  keepAliveTimeout: keepAlive(1),
  throwOnAppendFailure: truth,
  asofPrefix: prefix,
  asofCategories: categories,
  asofForeign: foreign,
};

const byFlatName = new Map(Object.keys(readers).map((name) => [flat(name), name]));

/** Reads the parameters of a connection string, those of the client and ours; throws what `refuse` makes for every other one. */
export function parametersOf(
  query: string,
  refuse: Refuse,
): { readonly parameters: Parameters; readonly scope: ClusterScope } {
  // It may be the end of a password with a question mark in it, and is not shown.
  if (query.includes('@')) throw refuse('has an @ among its parameters, where it is written as %40');
  const values = valuesOf(query, refuse);
  const { asofPrefix = '', asofCategories, asofForeign = 'park', throwOnAppendFailure: _, ...rest } = values;
  if ((rest['userCertFile'] === undefined) !== (rest['userKeyFile'] === undefined))
    throw refuse('needs userCertFile and userKeyFile, or neither');
  return {
    parameters: {
      tls: true,
      tlsVerifyCert: true,
      connectionName: 'asof',
      keepAliveInterval: 10_000,
      keepAliveTimeout: 10_000,
      // The store itself tries again for ever, and ends at once when it is closed; the client does not.
      maxDiscoverAttempts: 1,
      gossipTimeout: 3,
      ...rest,
    },
    scope: { prefix: asofPrefix, categories: asofCategories, foreign: asofForeign } as ClusterScope,
  };
}

function valuesOf(query: string, refuse: Refuse): Readonly<Record<string, unknown>> {
  const values: Record<string, unknown> = {};
  for (const part of query === '' ? [] : query.split('&')) {
    const [, given = '', text] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    const name = byFlatName.get(flat(given)) ?? '';
    const read = readers[name];
    if (read === undefined || text === undefined || text === '')
      throw refuse(
        `has the parameter ${JSON.stringify(part.slice(0, 40))}, which is none of NAME=VALUE with a name of ${Object.keys(readers).join(', ')}`,
      );
    if (name in values) throw refuse(`has ${name} twice`);
    values[name] = read(decoded(text, name, refuse), name, refuse);
  }
  return values;
}

function flat(name: string): string {
  return name.trim().toLowerCase().replaceAll(/[_-]/g, '');
}

function decoded(text: string, name: string, refuse: Refuse): string {
  try {
    return decodeURIComponent(text).trim();
  } catch {
    throw refuse(`has a value of ${name} that is not encoded as in a URL`);
  }
}

function truth(value: string, name: string, refuse: Refuse): boolean {
  if (value === 'true' || value === 'false') return value === 'true';
  throw refuse(`has ${name}=${value}: it is true or false`);
}

function word(value: string): string {
  return value;
}

function whole(min: number, max: number): Read {
  return (value, name, refuse) => {
    const number = /^-?\d{1,10}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= min && number <= max) return number;
    throw refuse(`has ${name}=${value}: it is a whole number from ${min} to ${max}`);
  };
}

function keepAlive(min: number): Read {
  const read = whole(min, 3_600_000);
  return (value, name, refuse) => (value === '-1' ? -1 : read(value, name, refuse));
}

function preference(value: string, name: string, refuse: Refuse) {
  const known = {
    leader: 'leader',
    follower: 'follower',
    random: 'random',
    readonlyreplica: 'read_only_replica',
  };
  const found = Object.entries(known).find(([flatName]) => flatName === flat(value))?.[1];
  if (found !== undefined) return found;
  throw refuse(`has ${name}=${value}: it is leader, follower, random or readOnlyReplica`);
}

/** A stream whose name begins with `$` belongs to the cluster itself. */
function prefix(value: string, name: string, refuse: Refuse): string {
  if (/^[\p{L}\p{N}_.:-]{1,100}$/u.test(value)) return value;
  throw refuse(`has ${name}=${value}: it is 1 to 100 letters, digits and "_.:-"`);
}

function categories(value: string, name: string, refuse: Refuse): readonly string[] {
  const names = [...new Set(value.split(','))].toSorted();
  if (names.length <= 500 && names.every((one) => /^[\p{L}\p{N}_.]{1,190}$/u.test(one))) return names;
  throw refuse(`has ${name}=${value}: it is the names of 1 to 500 categories, with commas between`);
}

function foreign(value: string, name: string, refuse: Refuse): ClusterScope['foreign'] {
  if (value === 'park' || value === 'stop') return value;
  throw refuse(`has ${name}=${value}: it is park or stop`);
}
