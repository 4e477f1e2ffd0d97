import { DatabaseSync } from 'node:sqlite';

// Loaded before a child, so that it runs the same code with other pragmas: the controls of the tests of durability.
const others = Object.entries<string>(JSON.parse(process.env['ASOF_OTHER_PRAGMAS'] ?? '{}'));
const { exec } = DatabaseSync.prototype;

DatabaseSync.prototype.exec = function withOthers(this: DatabaseSync, sql: string): void {
  exec.call(
    this,
    others.reduce((text, [from, to]) => text.replaceAll(from, to), sql),
  );
};
