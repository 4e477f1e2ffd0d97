import { usualIndexPath } from '../domain/store-name.ts';
import type { Setting } from './setting.ts';
import { connection, list, oneOf, path, text, wholeNumberOf, yesOrNo } from './setting.ts';

/** How much is logged: each word also means all those before it. */
const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** One of the words for how much is logged. */
export type LogLevel = (typeof logLevels)[number];

/** Everything that can be set, with its value; undefined where it is not set and has no usual value. */
export interface Settings {
  readonly store: string;
  readonly index: string;
  readonly wait: number | undefined;
  readonly module: string | undefined;
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly tokenFile: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly founding: boolean;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly trustProxy: readonly string[];
  readonly logLevel: LogLevel;
  readonly requestsPerMinuteMax: number | undefined;
  readonly subscriptionsMax: number;
  readonly subscriptionsPerClientMax: number | undefined;
  readonly bodyBytesMax: number;
  readonly grpcPort: number | undefined;
  readonly keepForeign: boolean;
  readonly grpcRaw: boolean;
  readonly grpcCert: string | undefined;
  readonly grpcKey: string | undefined;
}

/** The name that a setting has in the configuration file. */
export type SettingKey = keyof Settings;

/** What one client may ask for where others than the people of this machine can reach the server. */
export const usualLimits = { requestsPerMinuteMax: 12_000, subscriptionsPerClientMax: 200 } as const;

const whereReached = 'where tokens are required or the address is not loopback, else no limit';

const port = wholeNumberOf(0, 65_535);
const count = wholeNumberOf(0, 1_000_000);

/**
 * Everything that can be set. The flags and their help, what is read from the environment, what the configuration file may
 * have, and the table in docs/operations.md all follow from it.
 */
export const settings: { readonly [Key in SettingKey]: Setting<Settings[Key]> } = {
  store: {
    ...connection,
    flag: '--store <store>',
    env: 'ASOF_STORE',
    usual: 'sqlite:./data/asof.db',
    what: 'sqlite:PATH, memory:, or the log of a cluster: esdb://HOST:PORT',
  },
  index: {
    ...path,
    flag: '--index <file>',
    env: 'ASOF_INDEX',
    usual: usualIndexPath,
    what: 'where this node keeps its replica of the log of a cluster',
  },
  wait: {
    ...wholeNumberOf(0, 86_400),
    flag: '--wait <seconds>',
    env: 'ASOF_WAIT',
    usual: undefined,
    usually: 'as long as it goes on, and 10 seconds while the cluster does not answer',
    what: 'how long a command waits until it has taken in the log of a cluster; with 0 it goes by what it has',
  },
  module: {
    ...path,
    flag: '--module <file>',
    env: 'ASOF_MODULE',
    usual: undefined,
    what: 'a TypeScript module with more event types and projections',
  },
  url: {
    ...text,
    taken: 'an address such as http://127.0.0.1:4100',
    flag: '--url <url>',
    env: 'ASOF_URL',
    usual: undefined,
    what: 'asks a running server instead of a store',
  },
  token: {
    ...text,
    taken: 'a token',
    env: 'ASOF_TOKEN',
    isSecret: true,
    usual: undefined,
    what: 'the token that is shown to the server of --url',
  },
  tokenFile: {
    ...path,
    flag: '--token-file <file>',
    env: 'ASOF_TOKEN_FILE',
    usual: undefined,
    what: 'a file that holds the token shown to the server of --url',
  },
  host: {
    ...text,
    taken: 'an address',
    flag: '--host <host>',
    env: 'ASOF_HOST',
    usual: '127.0.0.1',
    what: 'the address of this machine to listen on',
  },
  port: {
    ...port,
    flag: '--port <port>',
    env: 'ASOF_PORT',
    usual: 4100,
    what: 'the port to listen on; 0 for any that is free',
  },
  founding: {
    ...yesOrNo,
    flag: '--no-founding',
    env: 'ASOF_FOUNDING',
    usual: true,
    what: 'whether an empty store first gets the founding streams; --no-founding leaves it empty',
  },
  allowedHosts: {
    ...list,
    flag: '--allow-host <name>',
    env: 'ASOF_ALLOWED_HOSTS',
    usual: [],
    what: 'a host name that requests may be for, beside loopback; several times for several',
  },
  allowedOrigins: {
    ...list,
    flag: '--allow-origin <origin>',
    env: 'ASOF_ALLOWED_ORIGINS',
    usual: [],
    what: 'an origin whose pages may ask and change, such as https://news.example; several times for several',
  },
  trustProxy: {
    ...list,
    flag: '--trust-proxy <address>',
    env: 'ASOF_TRUST_PROXY',
    usual: [],
    what: 'the address of a proxy whose X-Forwarded headers are believed; several times for several',
  },
  logLevel: {
    ...oneOf(logLevels),
    flag: '--log-level <level>',
    env: 'ASOF_LOG_LEVEL',
    usual: 'warn',
    what: 'how much is logged on standard error: silent, error, warn, info or debug',
  },
  requestsPerMinuteMax: {
    ...count,
    flag: '--requests-per-minute <count>',
    env: 'ASOF_REQUESTS_PER_MINUTE',
    usual: undefined,
    usually: `${usualLimits.requestsPerMinuteMax} ${whereReached}`,
    what: 'requests that one client may make a minute; 0 sets no limit',
  },
  subscriptionsMax: {
    ...count,
    flag: '--subscriptions <count>',
    env: 'ASOF_SUBSCRIPTIONS',
    usual: 20_000,
    what: 'subscriptions and replays that may be open at once',
  },
  subscriptionsPerClientMax: {
    ...count,
    flag: '--subscriptions-per-client <count>',
    env: 'ASOF_SUBSCRIPTIONS_PER_CLIENT',
    usual: undefined,
    usually: `${usualLimits.subscriptionsPerClientMax} ${whereReached}`,
    what: 'subscriptions and replays that one client may have open at once; 0 sets no limit',
  },
  bodyBytesMax: {
    ...wholeNumberOf(1024, 67_108_864),
    flag: '--body-bytes <count>',
    env: 'ASOF_BODY_BYTES',
    usual: 1_048_576,
    what: 'the largest body of a request, in bytes',
  },
  grpcPort: {
    ...port,
    flag: '--grpc-port <port>',
    env: 'ASOF_GRPC_PORT',
    usual: undefined,
    what: 'also speaks the protocol of EventStoreDB on this port; 0 for any that is free',
  },
  keepForeign: {
    ...yesOrNo,
    flag: '--keep-foreign',
    env: 'ASOF_KEEP_FOREIGN',
    usual: false,
    what: 'keeps events of types that are not known, when they come over that protocol',
  },
  grpcRaw: {
    ...yesOrNo,
    flag: '--grpc-raw',
    env: 'ASOF_GRPC_RAW',
    usual: false,
    what: 'is a plain event store over that protocol: keeps every event as it comes, of whatever type',
  },
  grpcCert: {
    ...path,
    flag: '--grpc-cert <file>',
    env: 'ASOF_GRPC_CERT',
    usual: undefined,
    what: 'the certificate that --grpc-port shows, as PEM; it speaks in clear when left out',
  },
  grpcKey: {
    ...path,
    flag: '--grpc-key <file>',
    env: 'ASOF_GRPC_KEY',
    usual: undefined,
    what: 'the key of that certificate, as PEM',
  },
};

/** The names of all settings, in the order they are listed. */
export const settingKeys: readonly SettingKey[] = Object.keys(settings) as SettingKey[];
