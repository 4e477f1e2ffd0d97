import type { Channel, Point, Subject } from './channel.ts';
import type { Place } from './place.ts';

/**
 * Takes what a channel tells after a point, in order, until it is over.
 *
 * Whoever takes it slowly finds that some of it is not kept any more; then it gets what changed since, in one, or in a few.
 */
export async function* following<Held, Told>(
  channel: Channel<Held, Told>,
  subject: Subject<Held, Told>,
  place: Place,
  start: Point,
): AsyncGenerator<Told, void, undefined> {
  let seen = start;
  while (!place.isOver()) {
    const entry = channel.after(seen.serial);
    const tip = channel.tip();
    if (entry !== undefined) {
      seen = entry.point;
      yield entry.told;
    } else if (tip === undefined || tip.point.serial === seen.serial) await place.changed();
    else {
      const { point, held, fault } = tip;
      const isSame = point.of === seen.of;
      const to = isSame ? subject.towards(seen.moment, point.moment) : point.moment;
      const told = isSame
        ? (await subject.advance(seen, to, undefined)).told
        : await subject.reset(point, held);
      seen = to === point.moment ? point : { ...seen, moment: to };
      if (told !== undefined) yield told;
      if (fault !== undefined && seen === point) yield fault;
    }
  }
}
