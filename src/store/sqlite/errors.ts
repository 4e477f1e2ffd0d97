import { TimelineError } from '../../domain/errors.ts';

/** Result codes of SQLite that decide what an error means (https://www.sqlite.org/rescode.html). */
const codes = { busy: 5, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 };

/** Returns the primary result code of an error that SQLite threw; undefined for any other error. */
export function sqliteCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}

/** Returns whether an error is a store that another connection holds. */
export function isBusy(error: unknown): boolean {
  return sqliteCodeOf(error) === codes.busy;
}

/** Returns whether an error only means that there is no room: nothing was written, and it may go on when there is. */
export function isFull(error: unknown): boolean {
  return sqliteCodeOf(error) === codes.full;
}

/** Returns the error of the catalogue that an error of SQLite or of the file system means for a store; any other error as it is. */
export function storeError(error: unknown, name: string): unknown {
  const code = sqliteCodeOf(error);
  const why = error instanceof Error ? error.message : '';
  switch (code) {
    case undefined:
      return isClosed(error) || isOfFileSystem(error) ? unusable(error, name) : error;
    case codes.full:
      return new TimelineError(
        'store-full',
        `There is no room to write to ${name}; nothing was recorded`,
        { store: name },
        error,
      );
    case codes.corrupt:
      return new TimelineError(
        'store-corrupt',
        `The file of ${name} is damaged: ${why}`,
        { store: name },
        error,
      );
    case codes.notADatabase:
      return new TimelineError(
        'store-foreign',
        `The file of ${name} is not a store of Asof`,
        { store: name },
        error,
      );
    case codes.busy:
      return new TimelineError(
        'store-in-use',
        `${name} is in use by another process`,
        { store: name },
        error,
      );
    default:
      return new TimelineError(
        'store-unreachable',
        `${name} could not be read or written: ${why}`,
        { store: name },
        error,
      );
  }
}

/** Node's own word for a connection that was closed; every other error with a code comes from SQLite. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_INVALID_STATE';
}

function isOfFileSystem(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'errno' in error;
}

function unusable(error: unknown, name: string): TimelineError {
  if (isClosed(error)) return new TimelineError('store-closed', `${name} is closed`, { store: name }, error);
  const why = error instanceof Error ? error.message : '';
  return new TimelineError(
    'store-unreachable',
    `${name} could not be read or written: ${why}`,
    { store: name },
    error,
  );
}
