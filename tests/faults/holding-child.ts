import { append, seen } from '../store/contract/setup.ts';
import { openFile } from '../support/sqlite-file.ts';

// Opens the file it is given, records one event, says so, and holds the file until it is killed.
const log = openFile(process.argv[2] ?? '');
await append(log, 'seen-kyiv', [seen('held')]);
console.log('held');
setInterval(() => log.head(), 1000);
