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
  /** Whether it is a plain event store, which checks nothing of an event. */
  readonly raw: boolean;
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
  const [keepForeign, raw] = [settled.get('keepForeign'), settled.get('grpcRaw')];
  return { host: settled.get('host'), port, keepForeign, raw, tls: await tlsOf(settled) };
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

/** How often it is looked whether the log has become another, in milliseconds. */
const lookedEveryMs = 1000;

/**
 * Serves the endpoint, and anew on the same port whenever the log has become another one: what goes by the old one ends there. Throws as
 * `serveWire`.
 */
export async function keepServingWire(settings: WireSettings, served: ServedLog): Promise<ServedWire> {
  let wire = await serveWire(settings, served);
  const { address } = wire;
  const { refills } = served.log;
  if (refills === undefined) return wire;
  let [of, changing] = [refills(), Promise.resolve()];
  const serveAgain = async () => {
    await wire.close();
    wire = await serveWire({ ...settings, port: Number(/:(\d+)\?/.exec(address)?.[1]) }, served);
  };
  const looking = setInterval(() => {
    if (refills() === of) return;
    of = refills();
    changing = changing.then(serveAgain).catch(served.onFailure);
  }, lookedEveryMs);
  looking.unref();
  return {
    address,
    async close() {
      clearInterval(looking);
      await changing;
      await wire.close();
    },
  };
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
