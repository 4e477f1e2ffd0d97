import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { createSecureContext } from 'node:tls';

import type { AccessControl } from '../access/port.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { EventLog } from '../store/port.ts';
import type { Settled } from './settle.ts';

/** What the settings say of the endpoint that speaks the protocol of EventStoreDB. */
export interface WireSettings {
  readonly host: string;
  readonly port: number;
  readonly keepForeign: boolean;
  /** Certificate and key as PEM; without them it speaks in clear. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
}

/** What the endpoint serves, to whom, and who hears of what is no fault of the client. */
export interface ServedLog {
  readonly log: EventLog;
  readonly catalogue: Catalogue;
  readonly access: AccessControl;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
  readonly onFailure: (error: unknown) => void;
}

/** An endpoint that is served. */
export interface ServedWire {
  /** Its connection string. */
  readonly address: string;
  close(): Promise<void>;
}

/** Returns what is set of the endpoint, undefined where no port is; throws `invalid-config` or `file-unreachable`. */
export async function wireSettingsOf(settled: Settled): Promise<WireSettings | undefined> {
  const port = settled.get('grpcPort');
  if (port === undefined) return undefined;
  const keepForeign = settled.get('keepForeign');
  return { host: settled.get('host'), port, keepForeign, tls: await tlsOf(settled) };
}

/** Serves the endpoint; throws `address-in-use` or `address-refused`. */
export async function serveWire(settings: WireSettings, served: ServedLog): Promise<ServedWire> {
  const { host, port, tls } = settings;
  // Only what serves it pays for loading the protocol.
  const { createWireServer } = await import('../wire/server.ts');
  const server = createWireServer({ ...settings, ...served });
  const bound = await server.listen(host, port);
  const address = `esdb://${isIPv6(host) ? `[${host}]` : host}:${bound}?tls=${tls !== undefined}`;
  return { address, close: server.close };
}

async function tlsOf(settled: Settled): Promise<WireSettings['tls']> {
  const certFile = settled.get('grpcCert');
  const keyFile = settled.get('grpcKey');
  if (certFile === undefined && keyFile === undefined) return undefined;
  if (certFile === undefined || keyFile === undefined)
    throw new TimelineError('invalid-config', 'A certificate and its key are set together', {
      setting: certFile === undefined ? 'grpcCert' : 'grpcKey',
    });
  const pair = { cert: await bytesOf(certFile), key: await bytesOf(keyFile) };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw new TimelineError(
      'invalid-config',
      `${certFile} and ${keyFile} are not a certificate and its key, as PEM`,
      { setting: 'grpcCert', place: certFile },
      error,
    );
  }
  return pair;
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new TimelineError('file-unreachable', `${file} cannot be read`, { file }, error);
  }
}
