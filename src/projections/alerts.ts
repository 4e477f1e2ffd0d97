import { z } from 'zod';

import { known } from './records.ts';
import { firstTag, list, shape } from './shapes.ts';
import type { FactNamed } from './shapes.ts';

const alertShape = {
  fact: z.string().meta({ description: 'id of the fact that started it' }),
  since: z.string().meta({ description: 'when it started, as its source gives it' }),
  alert: z.string().exactOptional().meta({ description: 'the name it shares with its end' }),
  kind: z.string().exactOptional(),
  level: z.string().exactOptional(),
};
const alertSchema = shape(alertShape);

/** The schema of the alerts that one publisher has in force at one place. */
export const inForceSchema = shape({
  ...alertShape,
  more: list(alertSchema).exactOptional().meta({ description: 'alerts of other names in force with it' }),
});

/** An alert that was started and not ended. */
export type Alert = z.output<typeof alertSchema>;
/** The oldest alert that one publisher has in force at one place; `more` are those of other names, oldest first. */
export type InForce = z.output<typeof inForceSchema>;
type AlertFact = FactNamed<'AlertStarted'> | FactNamed<'AlertEnded'>;

/** Returns the place that an alert is for: the one it gives, or else the first place it is about. */
export function alertPlace(fact: AlertFact): string | undefined {
  return fact.data.place ?? firstTag(fact.data.about, 'place');
}

/** Returns what is in force after a start; the same as before when an alert of that name is in force already. */
export function startAlert(before: InForce | undefined, fact: FactNamed<'AlertStarted'>): InForce {
  const { alert, kind, level } = fact.data;
  const started = known({ fact: fact.id, since: fact.occurred, alert, kind, level });
  if (before === undefined) return started;
  const inForce = alertsIn(before);
  return inForce.some((one) => one.alert === alert) ? before : (asOne([...inForce, started]) ?? before);
}

/**
 * Returns what stays in force after an end, and the alert that it ended.
 *
 * An end with a name ends the alert of that name and no other. An end without one ends the alert that has no name
 * either, or else the oldest: place and publisher tell.
 */
export function endAlert(
  before: InForce | undefined,
  fact: FactNamed<'AlertEnded'>,
): { readonly inForce?: InForce; readonly ended?: Alert } {
  if (before === undefined) return {};
  const inForce = alertsIn(before);
  const { alert } = fact.data;
  const ended = inForce.find((one) => one.alert === alert) ?? (alert === undefined ? inForce[0] : undefined);
  if (ended === undefined) return { inForce: before };
  return known({ inForce: asOne(inForce.filter((one) => one !== ended)), ended });
}

function alertsIn({ more, ...first }: InForce): readonly Alert[] {
  return [first, ...(more ?? [])];
}

function asOne([first, ...more]: readonly Alert[]): InForce | undefined {
  if (first === undefined) return undefined;
  return more.length === 0 ? first : { ...first, more };
}
