import { readJsonLines } from '../lines.ts';
import { runImport } from '../run-import.ts';
import { importLosses } from './importer.ts';
import losses from './timeline.ts';

const [revisions = 'examples/ua-losses/sample.jsonl', store = 'sqlite:./data/losses.db'] =
  process.argv.slice(2);

await runImport(store, losses, async () => importLosses(readJsonLines(revisions)));
