import { openMemoryAccess } from '../../src/access/memory.ts';
import { describeAccess } from './contract.ts';

describeAccess('a store in memory', openMemoryAccess);
