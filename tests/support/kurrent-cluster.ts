import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startWire } from './wire-serving.ts';

/** A cluster that the tests of the kurrentdb store run against. */
export interface TestCluster {
  /** What it is, for the name of a suite. */
  readonly title: string;
  /** Returns the connection string of a log that nobody has used. */
  newLog(options?: Readonly<Record<string, string | number>>): string;
  stop(): Promise<void>;
}

const compose = join(import.meta.dirname, '..', '..', 'docker-compose.yml');

const port = 2113;

/** Longer than anything takes on a machine that has other things to do, in milliseconds. */
const deadlineMs = 60_000;

/**
 * Finds a cluster to test against: what KURRENTDB_URL names, else a server in a container where Docker is, else the endpoint of Asof
 * in a process of its own.
 */
export async function findCluster(): Promise<TestCluster> {
  const { KURRENTDB_URL: url } = process.env;
  if (url !== undefined && url !== '') return clusterAt(url, `the server that KURRENTDB_URL names`);
  return isDockerThere() ? startContainer() : startEndpoint();
}

/** Returns a connection string with parameters added. */
export function withParameters(url: string, parameters: Readonly<Record<string, string | number>>): string {
  const added = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  if (added.length === 0) return url;
  return `${url}${url.includes('?') ? '&' : '?'}${added.join('&')}`;
}

function clusterAt(url: string, title: string, stop = async () => undefined as void): TestCluster {
  return {
    title,
    newLog: (options = {}) => {
      const asofPrefix = `t${randomUUID().slice(0, 13)}.`;
      return withParameters(url, { asofPrefix, defaultDeadline: deadlineMs, ...options });
    },
    stop,
  };
}

/** A test that cannot reach Docker runs against the endpoint, and says so. */
function isDockerThere(): boolean {
  return spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0;
}

/** The server that `docker compose up` starts is the one that is tested. */
function imageInCompose(): string {
  const image = /^ +image: (\S*kurrentdb:\S+)$/m.exec(readFileSync(compose, 'utf8'))?.[1];
  if (image === undefined) throw new Error('docker-compose.yml names no image of KurrentDB');
  return image;
}

async function startContainer(): Promise<TestCluster> {
  const image = imageInCompose();
  const { GenericContainer, Wait } = await import('testcontainers');
  const container = await new GenericContainer(image)
    .withEnvironment({
      KURRENTDB_INSECURE: 'true',
      KURRENTDB_MEM_DB: 'true',
      KURRENTDB_RUN_PROJECTIONS: 'None',
      KURRENTDB_TELEMETRY_OPTOUT: 'true',
    })
    .withExposedPorts(port)
    .withWaitStrategy(Wait.forHttp('/health/live', port).forStatusCodeMatching((code) => code < 300))
    .start();
  const url = `esdb://${container.getHost()}:${container.getMappedPort(port)}?tls=false`;
  return clusterAt(url, `${image} in a container`, async () => {
    await container.stop();
  });
}

async function startEndpoint(): Promise<TestCluster> {
  const serving = await startWire({ store: 'memory:', raw: true });
  const url = `esdb://127.0.0.1:${serving.port}?tls=false`;
  return clusterAt(url, 'the endpoint of Asof in a process of its own', async () => serving.stop('SIGTERM'));
}
