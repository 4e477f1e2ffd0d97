import { openMemoryStore } from '../../src/store/memory.ts';
import { describeEventLog } from './event-log.contract.ts';

describeEventLog('memory', openMemoryStore);
