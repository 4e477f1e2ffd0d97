/** Records made while the work under way folds, which only that work can see; undefined while nothing does. */
let made: WeakSet<object> | undefined;

/**
 * Runs work that folds many facts and keeps only the last state: a record that `madeInOneGo` was told of during the work may then
 * be changed in place, for nobody else has seen it. From outside nothing changes: the state that went in stays as it was.
 */
export function inOneGo<Result>(work: () => Result): Result {
  const outer = made;
  made = new WeakSet();
  try {
    return work();
  } finally {
    made = outer;
  }
}

/** Says that a record was made just now, and that nothing else refers to it but the state that is being made. */
export function madeInOneGo<Entries extends object>(record: Entries): Entries {
  made?.add(record);
  return record;
}

/** Returns whether a record was made by the work under way, so that it may be changed in place. */
export function isOfThisGo(record: object): boolean {
  return made?.has(record) === true;
}
