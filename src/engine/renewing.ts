import { TimelineError } from '../domain/errors.ts';
import type { EventLog } from '../store/port.ts';
import type { Timeline } from './timeline.ts';

/** How often it is looked, while nobody asks for anything, whether the log is another by now, in milliseconds. */
const lookedEveryMs = 1000;

/**
 * Puts a timeline together over a store whose log may become another while it is open: then everything that the engine keeps of the old
 * one is left, and it begins anew over the new. What is under way then throws `store-catching-up`, and subscriptions end with it.
 *
 * `create` is given the store as it is now: what still holds the engine of an old log can neither read nor write any more.
 */
export function renewing(store: EventLog, create: (store: EventLog) => Timeline): Timeline {
  if (store.refills === undefined) return create(store);
  const history = store.refills;
  const begin = () => ({ of: history(), timeline: create(storeOf(store, history)) });
  let current = begin();
  let isClosed = false;

  /** Its upkeep ends by itself: it finds the store closed to it. */
  function now() {
    if (current.of === history() || isClosed) return current;
    current.timeline.close().catch(() => undefined);
    current = begin();
    return current;
  }

  const looking = setInterval(now, lookedEveryMs);
  looking.unref();
  const call = (name: string, values: readonly unknown[]): unknown => {
    const { of, timeline } = now();
    const answer: unknown = Reflect.apply(Reflect.get(timeline, name) as () => unknown, timeline, values);
    const check = () => {
      if (of !== history()) throw isAnother(store.name);
    };
    if (answer instanceof Promise) return checkedAnswer(answer, check);
    return isAsyncIterable(answer) ? checkedItems(answer, check) : answer;
  };
  const members = Object.entries(current.timeline).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'function' ? (...values: readonly unknown[]) => call(name, values) : member,
  ]);
  return {
    // It has every member of the timeline that it stands for.
    ...(Object.fromEntries(members) as Timeline),
    // Whoever waits for the log waits for the one that there is then.
    ready: async (signal) => store.ready?.(signal),
    async close() {
      clearInterval(looking);
      isClosed = true;
      await current.timeline.close();
      await store.close();
    },
  };
}

/** Returns the store as it is with the log that it has now: it throws `store-catching-up` as soon as that is another, and closing it closes nothing. */
function storeOf(store: EventLog, history: () => number): EventLog {
  const of = history();
  const check = () => {
    if (of !== history()) throw isAnother(store.name);
  };
  return {
    ...guarded(store, check),
    // What is told of the store is told of it as it is.
    ...(store.following === undefined ? {} : { following: store.following }),
    ...(store.refills === undefined ? {} : { refills: store.refills }),
    health: store.health,
    projections: guarded(store.projections, check),
    close: async () => undefined,
  };
}

function guarded<Methods extends object>(methods: Methods, check: () => void): Methods {
  const members = Object.entries(methods).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'function'
      ? (...values: readonly unknown[]): unknown => {
          check();
          return Reflect.apply(member, methods, values);
        }
      : member,
  ]);
  // Every member is there, with the same parameters and the same result.
  return Object.fromEntries(members) as Methods;
}

async function checkedAnswer(answer: Promise<unknown>, check: () => void): Promise<unknown> {
  const answered = await answer;
  check();
  return answered;
}

async function* checkedItems(
  items: AsyncIterable<unknown>,
  check: () => void,
): AsyncGenerator<unknown, void, undefined> {
  for await (const item of items) {
    check();
    yield item;
  }
  check();
}

function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

function isAnother(name: string): TimelineError {
  return new TimelineError(
    'store-catching-up',
    `The cluster of ${name} has another log by now, which is being taken in: ask again`,
  );
}
