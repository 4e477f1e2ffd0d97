import { withTime } from './conditional.ts';
import type { Operations } from './operation.ts';
import { changeOperations } from './operations-changes.ts';
import { logOperations } from './operations-log.ts';
import { projectionOperations } from './operations-projections.ts';
import { readingsOperations } from './operations-readings.ts';
import { recordingOperations } from './operations-recording.ts';
import { serviceOperations } from './operations-service.ts';
import { timelineOperations } from './operations-timeline.ts';
import { timemapOperations } from './operations-timemap.ts';
import { updateOperations } from './operations-updates.ts';

/**
 * Every operation of the API, in the order of a reference.
 *
 * The server loads none of it: only types come from here at run time. A test holds that each route has its operation here, and
 * that every answer in the tests of the API is as its operation says.
 */
export const operations: Operations = withTime({
  ...recordingOperations,
  ...logOperations,
  ...timelineOperations,
  ...readingsOperations,
  ...timemapOperations,
  ...projectionOperations,
  ...changeOperations,
  ...updateOperations,
  ...serviceOperations,
});
