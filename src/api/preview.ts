import type { Timeline } from '../engine/timeline.ts';
import { proposedSchema } from './bodies.ts';
import { present } from './present.ts';
import { previewQuery, projectionPath } from './query.ts';
import type { Routes } from './routes.ts';
import { checkBody } from './routes.ts';
import { previewOut } from './wire-changes.ts';

/** Adds the route of what an event would change; it records nothing, so it asks for the scope `read`. */
export function addPreview(app: Routes, timeline: Timeline): void {
  app.post(
    '/v1/projections/:name/preview',
    {
      config: { scope: 'read' },
      schema: { params: projectionPath, querystring: previewQuery },
    },
    async (request) => {
      const proposed = checkBody(proposedSchema, request.body);
      const { name } = request.params;
      return previewOut(await timeline.preview(name, plain(proposed), request.query));
    },
  );
}

type Taken = ReturnType<typeof proposedSchema.parse>;

function plain(proposed: Taken): Parameters<Timeline['preview']>[1] {
  if ('append' in proposed) {
    const { stream, event } = proposed.append;
    return { append: { stream, event: present({ ...event, data: event.data ?? null }) } };
  }
  if ('correct' in proposed) return { correct: present(proposed.correct) };
  return { retract: present(proposed.retract) };
}
