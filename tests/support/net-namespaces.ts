import { execFileSync, spawnSync } from 'node:child_process';

import type { CutLink, CutWay } from './cut-link.ts';

/** Network namespaces for nodes, each joined to this machine by a pair of interfaces, with rules that drop packets. */
export interface NetNamespaces {
  /** The address that every node reaches this machine by. */
  readonly host: string;
  /** Makes a namespace and what cuts it off; `port` is where the cluster listens on `host`. */
  linkOf(node: string, port: number): Promise<CutLink & { readonly namespace: string }>;
  /** Takes the address away again. */
  close(): void;
}

/** Returns why namespaces cannot be made here; undefined where they can. */
export function whyNoNamespaces(): string | undefined {
  const name = `asof-try-${process.pid}`;
  const tried = spawnSync('ip', ['netns', 'add', name], { encoding: 'utf8' });
  if (tried.status !== 0) return `ip netns add: ${tried.error?.message ?? tried.stderr.trim()}`;
  const ruled = spawnSync('ip', ['netns', 'exec', name, 'nft', 'add', 'table', 'inet', 'cut'], {
    encoding: 'utf8',
  });
  run('ip', 'netns', 'del', name);
  return ruled.status === 0
    ? undefined
    : `nft in a namespace: ${ruled.error?.message ?? ruled.stderr.trim()}`;
}

/** Prepares namespaces; the addresses are of the range that RFC 2544 keeps for tests of networks. */
export function createNamespaces(): NetNamespaces {
  const host = '198.18.0.1';
  spawnSync('ip', ['addr', 'del', `${host}/32`, 'dev', 'lo']);
  run('ip', 'addr', 'add', `${host}/32`, 'dev', 'lo');
  let made = 0;
  return {
    host,
    close: () => run('ip', 'addr', 'del', `${host}/32`, 'dev', 'lo'),
    async linkOf(node, port) {
      made += 1;
      const name = `asof-${process.pid}-${node}`;
      const [outer, inner] = [`af${process.pid}o${made}`.slice(-15), `af${process.pid}i${made}`.slice(-15)];
      const [here, there] = [`198.18.${made}.1`, `198.18.${made}.2`];
      run('ip', 'netns', 'add', name);
      run('ip', 'link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', name);
      run('ip', 'addr', 'add', `${here}/30`, 'dev', outer);
      run('ip', 'link', 'set', outer, 'up');
      run('ip', '-n', name, 'addr', 'add', `${there}/30`, 'dev', inner);
      run('ip', '-n', name, 'link', 'set', inner, 'up');
      run('ip', '-n', name, 'link', 'set', 'lo', 'up');
      run('ip', '-n', name, 'route', 'add', 'default', 'via', here);
      return {
        address: `${host}:${port}`,
        namespace: name,
        cut: (way) => rule(name, rulesOf(inner, way)),
        heal: () => rule(name, 'flush ruleset\n'),
        async close() {
          // The pair goes with the namespace.
          run('ip', 'netns', 'del', name);
        },
      };
    },
  };
}

function rulesOf(inner: string, way: CutWay): string {
  const drop = (hook: string, side: string) =>
    `chain ${hook} {\ntype filter hook ${hook} priority 0; policy accept;\n${side} "${inner}" drop\n}\n`;
  return [
    'table inet cut {\n',
    way === 'to-cluster' ? '' : drop('input', 'iifname'),
    way === 'from-cluster' ? '' : drop('output', 'oifname'),
    '}\n',
  ].join('');
}

function rule(namespace: string, rules: string): void {
  execFileSync('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], { input: rules });
}

function run(command: string, ...args: readonly string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}
