import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import { openAccess } from '../src/access/open.ts';
import { checkReach } from '../src/cli/reach.ts';
import type { Setting } from '../src/cli/setting.ts';
import { settingKeys, settings } from '../src/cli/settings.ts';
import { readConnection } from '../src/store/kurrentdb/connection.ts';
import { makeTempFolder } from './support/temp-folder.ts';

const root = join(import.meta.dirname, '..');
const temp = makeTempFolder();
afterAll(() => temp.remove());

const words = z.record(z.string(), z.string());
const serviceSchema = z.strictObject({
  image: z.string().optional(),
  build: z.literal('.').optional(),
  command: z.array(z.string()).optional(),
  network_mode: z.enum(['host', 'none']).optional(),
  networks: z.array(z.string()).optional(),
  environment: words.optional(),
  healthcheck: z
    .strictObject({
      test: z.array(z.string()).min(2),
      interval: z.string(),
      timeout: z.string(),
      retries: z.int(),
      start_period: z.string().optional(),
    })
    .optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }),
    )
    .optional(),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()).optional(),
  restart: z.enum(['unless-stopped', 'on-failure']),
});
const composeSchema = z.looseObject({
  services: z.record(z.string(), serviceSchema),
  networks: z.record(z.string(), z.strictObject({ internal: z.boolean() }).nullable()).optional(),
  volumes: z.record(z.string(), z.null()),
});
type Service = z.infer<typeof serviceSchema>;

const cluster = readCompose('docker-compose.yml');
const services = Object.entries(cluster.services);
const nodesOfCluster = servicesOf('kurrentdb-');
const nodesOfAsof = servicesOf('asof-');
const tokens = servicesOf('token-');

describe('docker-compose.yml', () => {
  test('has three nodes of KurrentDB, two of Asof, and for each of these a token', () => {
    expect([nodesOfCluster.length, nodesOfAsof.length, tokens.length]).toEqual([3, 2, 2]);
    expect(services).toHaveLength(7);
    for (const [, { image }] of nodesOfCluster) expect(image).toMatch(/\/kurrentdb:\d+\.\d+\.\d+$/);
  });

  test('declares every volume and network that a service names, and no other; no two nodes share a volume', () => {
    const named = services.flatMap(([, { volumes = [] }]) => volumes.map((one) => one.split(':')[0] ?? ''));
    expect(new Set(named)).toEqual(new Set(Object.keys(cluster.volumes)));
    const ofNodes = [...nodesOfCluster, ...nodesOfAsof].flatMap(([, { volumes = [] }]) => volumes);
    expect(new Set(ofNodes.map((one) => one.split(':')[0])).size).toBe(ofNodes.length);
    const networks = services.flatMap(([, one]) => one.networks ?? []);
    expect(new Set(networks)).toEqual(new Set(Object.keys(cluster.networks ?? {})));
  });

  test('waits for what is there, and only for what can be waited for', () => {
    for (const [name, { depends_on: before = {} }] of services)
      for (const [other, { condition }] of Object.entries(before)) {
        const service = cluster.services[other];
        expect(service, `${name} waits for ${other}`).toBeDefined();
        if (condition === 'service_healthy') expect(service?.healthcheck).toBeDefined();
        else expect(service?.restart).toBe('on-failure');
      }
    for (const [name, { depends_on: before = {} }] of nodesOfAsof)
      expect(before[name.replace('asof', 'token')]?.condition).toBe('service_completed_successfully');
  });

  test('keeps the cluster, which asks nobody who they are, where nothing else reaches it', () => {
    expect(cluster.networks?.['cluster']).toEqual({ internal: true });
    for (const [, { networks, ports, environment = {} }] of nodesOfCluster) {
      expect(networks).toEqual(['cluster']);
      expect(ports).toBeUndefined();
      expect(environment['KURRENTDB_INSECURE']).toBe('true');
    }
    const inside = services.filter(([, { networks = [] }]) => networks.includes('cluster'));
    expect(inside.map(([name]) => name)).toEqual([...nodesOfCluster, ...nodesOfAsof].map(([name]) => name));
  });

  test('publishes the nodes of Asof on loopback alone, each on a port of its own', () => {
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(published).toEqual(['127.0.0.1:4101:4100', '127.0.0.1:4102:4100']);
  });

  test('lets each node of the cluster find the two others, by the name that it has there', () => {
    const names = nodesOfCluster.map(([name]) => name);
    for (const [name, { environment = {} }] of nodesOfCluster) {
      const others = names.filter((other) => other !== name).map((other) => `${other}:2113`);
      expect(environment['KURRENTDB_GOSSIP_SEED']?.split(',')).toEqual(others);
      expect(environment['KURRENTDB_CLUSTER_SIZE']).toBe(String(names.length));
      for (const part of ['NODE', 'REPLICATION'])
        expect(environment[`KURRENTDB_${part}_HOST_ADVERTISE_AS`]).toBe(name);
    }
  });

  test('sets what there is to set, and connects to every node of the cluster', () => {
    const byVariable = new Map(
      settingKeys.map((key) => [settings[key].env, settings[key] as Setting<unknown>]),
    );
    for (const [, { environment = {} }] of [...nodesOfAsof, ...tokens]) {
      for (const [variable, text] of Object.entries(environment)) {
        const setting = byVariable.get(variable);
        expect(setting?.schema.safeParse(setting.read(text)).success, variable).toBe(true);
      }
      const { hosts, parameters } = readConnection(environment['ASOF_STORE'] ?? '');
      expect(hosts).toEqual(nodesOfCluster.map(([name]) => ({ address: name, port: 2113 })));
      expect(parameters.tls).toBe(false);
      expect(environment['ASOF_INDEX']).toMatch(/^\/data\//);
    }
  });

  test('makes a token that lets a node listen beyond loopback, once, and shows it to nobody else', () => {
    const [{ command = [], environment = {} } = {}] = tokens.map(([, service]): Partial<Service> => service);
    const folder = temp.file();
    spawnSync('mkdir', [folder]);
    const run = () =>
      spawnSync(
        command[0] ?? '',
        command.slice(1).map((part) => part.replaceAll('/data', folder)),
        {
          cwd: root,
          encoding: 'utf8',
          env: {
            ...process.env,
            ...environment,
            ASOF_INDEX: join(folder, 'asof-index.db'),
            PATH: `${join(process.execPath, '..')}:${process.env['PATH']}`,
          },
        },
      );
    const [first, second] = [run(), run()];
    expect([first.status, first.stdout, second.status]).toEqual([0, '', 0]);
    const file = join(folder, 'operator.token');
    expect(readFileSync(file, 'utf8')).toMatch(/^asof_\w+_\S+\n$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const access = openAccess(environment['ASOF_STORE'] ?? '', Date.now, join(folder, 'asof-index.db'));
    try {
      expect(access.list()).toHaveLength(1);
      expect(access.identify(readFileSync(file, 'utf8').trim())).toMatchObject({ scopes: ['admin'] });
      const reach = { host: '0.0.0.0', allowedHosts: [], allowedOrigins: [], trustProxy: [] };
      expect(() => checkReach(reach, access, Date.now())).not.toThrow();
    } finally {
      access.close();
    }
  });
});

describe('docker-compose.single.yml', () => {
  test('has one node with a store of its own, in a named volume', () => {
    const { services: single, volumes } = readCompose('docker-compose.single.yml');
    expect(Object.keys(single)).toEqual(['asof']);
    expect(single['asof']).toMatchObject({ build: '.', network_mode: 'host', volumes: ['asof-data:/data'] });
    expect(Object.keys(volumes)).toEqual(['asof-data']);
  });
});

test('a compose file with a key that is not known is found out', () => {
  const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
  expect(composeSchema.safeParse(parse(text, { merge: true })).success).toBe(true);
  const slip = text.replace('healthcheck:', 'healtcheck:');
  expect(composeSchema.safeParse(parse(slip, { merge: true })).success).toBe(false);
});

function readCompose(file: string): z.infer<typeof composeSchema> {
  return composeSchema.parse(parse(readFileSync(join(root, file), 'utf8'), { merge: true }));
}

function servicesOf(beginning: string): readonly (readonly [string, Service])[] {
  return services.filter(([name]) => name.startsWith(beginning));
}
