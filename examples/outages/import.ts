import { readBytes } from '../../src/store/files/bytes.ts';
import { readJsonValue } from '../../src/store/files/json.ts';
import { readJsonLines } from '../lines.ts';
import { runImport } from '../run-import.ts';
import { readVersionName } from '../versions.ts';
import { importOutages } from './importer.ts';
import outages from './timeline.ts';

const [
  start = 'examples/outages/2019-09-30T235017Z_9b469863.sample.json',
  changes = 'examples/outages/sample.jsonl',
  store = 'sqlite:./data/outages.db',
] = process.argv.slice(2);

await runImport(store, outages, async () => {
  const version = { ...readVersionName(start), outages: await readJsonValue(readBytes(start)) };
  return importOutages(version, readJsonLines(changes));
});
