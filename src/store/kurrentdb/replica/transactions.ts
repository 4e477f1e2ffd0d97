import type { DatabaseSync } from 'node:sqlite';

import { TimelineError } from '../../../domain/errors.ts';
import { isFull, storeError } from '../../sqlite/errors.ts';
import type { LogEnd, WriterLog } from '../../sqlite/log.ts';
import { createMoving } from '../../sqlite/moving.ts';
import type { ReadingIndex } from '../../sqlite/reading-index.ts';

/** The transactions of a replica. After an error in one that is not a full disk it is poisoned: it is not known what is on disk. */
export interface Transactions {
  /** Runs work in one transaction; when it throws, all of it is taken back, in memory too. */
  commit<Result>(work: () => Result): Result;
  /** Runs work in a transaction and takes it back. */
  tryOut<Result>(work: () => Result): Result;
  /** Begins a transaction that stays open over several turns of the event loop. */
  begin(): OpenTransaction;
  /** Notes what went wrong in a transaction, and returns the error of the catalogue for it. */
  failed(error: unknown): unknown;
}

/** A transaction that is under way; either method ends it. */
export interface OpenTransaction {
  commit(): void;
  /** Takes all of it back. */
  rollBack(): void;
}

/** What transactions are made through. */
export interface TransactionOptions {
  readonly name: string;
  readonly database: DatabaseSync;
  readonly log: WriterLog;
  readonly index: ReadingIndex;
}

/** Runs transactions on the connection that writes to a replica's file. */
export function createTransactions({ name, database, log, index }: TransactionOptions): Transactions {
  const moving = createMoving(database);
  let poisoned: unknown;

  /** A full disk takes nothing, and harms nothing. */
  const failed = (error: unknown): unknown => {
    const failure = storeError(error, name);
    if (failure !== error && !isFull(error)) poisoned ??= error;
    return failure;
  };
  const rollBack = (before: LogEnd): void => {
    log.restore(before);
    index.forgetAfter(before.position);
    try {
      if (database.isTransaction) database.exec('ROLLBACK');
    } catch (error) {
      poisoned ??= error;
    }
  };
  const moveIntoFile = (): void => {
    moving.committed(log.written());
    try {
      moving.moveIfDue();
    } catch (error) {
      failed(error);
    }
  };
  const refuseIfPoisoned = (): void => {
    if (poisoned === undefined) return;
    throw new TimelineError(
      'store-poisoned',
      `The replica of ${name} takes no more after a failed write; open it again and verify it, or remove its file`,
      { store: name },
      poisoned,
    );
  };
  const begin = (): OpenTransaction => {
    refuseIfPoisoned();
    const before = log.end();
    try {
      database.exec('BEGIN IMMEDIATE');
    } catch (error) {
      throw failed(error);
    }
    return {
      commit() {
        try {
          database.exec('COMMIT');
        } catch (error) {
          rollBack(before);
          throw failed(error);
        }
        moveIntoFile();
      },
      rollBack: () => rollBack(before),
    };
  };
  const run = <Result>(work: () => Result, end: (transaction: OpenTransaction) => void): Result => {
    const transaction = begin();
    let result: Result;
    try {
      result = work();
    } catch (error) {
      transaction.rollBack();
      throw failed(error);
    }
    end(transaction);
    return result;
  };
  return {
    begin,
    failed,
    commit: (work) => run(work, (transaction) => transaction.commit()),
    tryOut: (work) => run(work, (transaction) => transaction.rollBack()),
  };
}
