import { DatabaseSync } from 'node:sqlite';

/** A statement with the steps of the plan that SQLite makes for it. */
export interface Plan {
  readonly sql: string;
  readonly steps: readonly string[];
}

/** Hears of every statement that is prepared, on any connection, until it is stopped. */
export interface PlanRecorder {
  /** Returns the plans of what was prepared since the last call; the connections must still be open. */
  take(): readonly Plan[];
  stop(): void;
}

/** Returns the steps of the plan that SQLite makes for a statement. */
export function planOf(database: DatabaseSync, sql: string): readonly string[] {
  return database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((row) => String(row['detail']));
}

/** Begins to hear of statements that are prepared. */
export function recordPlans(): PlanRecorder {
  const { prepare } = DatabaseSync.prototype;
  const heard = new Map<string, DatabaseSync>();
  DatabaseSync.prototype.prepare = function hearing(...asked: Parameters<typeof prepare>) {
    heard.set(asked[0], this);
    return prepare.apply(this, asked);
  };
  return {
    take() {
      const statements = [...heard].filter(([sql]) => /^\s*(SELECT|WITH|UPDATE|DELETE|INSERT)\b/.test(sql));
      const plans = statements.map(([sql, database]) => ({ sql, steps: planOf(database, sql) }));
      heard.clear();
      return plans;
    },
    stop() {
      DatabaseSync.prototype.prepare = prepare;
    },
  };
}

/** A step that goes through many rows and may. */
interface AllowedWalk {
  readonly why: string;
  readonly step: RegExp;
  /** Which statements may have it; all when left out. */
  readonly sql?: RegExp;
}

const allowed: readonly AllowedWalk[] = [
  { why: 'this table has one row', step: /^SCAN followed$/ },
  { why: 'this table has a row a projection or two', step: /^SCAN build$/ },
  { why: 'these are the values that were handed over', step: /^SCAN (j|t|json_each) VIRTUAL TABLE/ },
  {
    why: 'M is a look-up of words in the full-text index',
    step: /^SCAN reading_text VIRTUAL TABLE INDEX 0:M\d+$/,
  },
  { why: 'these are the classes of width, 26 at most', step: /^SCAN class$/ },
  {
    why: 'it stops at the first row, from the end of the table',
    step: /^(SCAN (event|reading)|SEARCH (event|reading) USING INTEGER PRIMARY KEY \(rowid<\?\))$/,
    sql: /ORDER BY position DESC LIMIT 1$/,
  },
  {
    why: 'these are rows that a search finds, counted up to a limit',
    step: /^SCAN \(subquery-\d+\)$/,
    sql: /^SELECT count\(\*\) FROM \(SELECT 1 FROM [^]* LIMIT \?\)$/,
  },
  { why: 'this is the size of the file', step: /^SCAN pragma_page_(count|size) VIRTUAL TABLE/ },
  { why: 'this table has a row a table or index', step: /^SCAN main\.sqlite_schema$/ },
  { why: 'it is asked once, when a file is opened', step: /^SCAN sqlite_master$/ },
];

/** Lists the steps that go through a table from one end, although it grows with the log, each with its statement. */
export function walksIn(plans: readonly Plan[]): readonly string[] {
  return plans.flatMap(({ sql, steps }) =>
    steps
      .filter(
        (step) => isWalk(step) && !allowed.some((one) => one.step.test(step) && (one.sql ?? /^/).test(sql)),
      )
      .map((step) => `${step}: ${sql.replaceAll(/\s+/g, ' ').trim()}`),
  );
}

/** A search by one bound on the position alone is a walk, too. */
function isWalk(step: string): boolean {
  return step.startsWith('SCAN ') || /USING INTEGER PRIMARY KEY \(rowid[<>]\?\)/.test(step);
}
