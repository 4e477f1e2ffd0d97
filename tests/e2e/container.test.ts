import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { GenericContainer, Wait } from 'testcontainers';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const hasDocker = spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;
const question = 'http://127.0.0.1:4100/v1/projections/situation?asOf=2025-07-05T00:00:00Z';

describe.skipIf(!hasDocker)('the container (skipped where no Docker engine runs)', () => {
  test('serves the founding timeline out of its volume', async () => {
    const image = await GenericContainer.fromDockerfile(root).build();
    const container = await image.withWaitStrategy(Wait.forLogMessage(/Asof serves at/)).start();
    try {
      const ask = `fetch(${JSON.stringify(question)}).then(async (r) => console.log(r.status, await r.text()))`;
      const { exitCode, output } = await container.exec(['node', '-e', ask]);
      expect(exitCode).toBe(0);
      expect(output).toMatch(/^200 /);
      expect(output).toContain('"best":539');
      const page = `fetch('http://127.0.0.1:4100/').then(async (r) => console.log(await r.text()))`;
      expect((await container.exec(['node', '-e', page])).output).toMatch(/assets\/[^"]+\.js/);
    } finally {
      await container.stop();
    }
  });
});
