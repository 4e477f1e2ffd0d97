import { afterAll } from 'vitest';

import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { describeEventLog } from './event-log.contract.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

describeEventLog('a file of SQLite', (options) => openSqliteStore({ ...options, path: folder.file() }));
