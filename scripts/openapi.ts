import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { describeApi } from './openapi/describe.ts';

const target = join(import.meta.dirname, '..', 'src', 'api', 'openapi.json');
const text = await describeApi();
if (readFileSync(target, { encoding: 'utf8', flag: 'a+' }) !== text) writeFileSync(target, text);
