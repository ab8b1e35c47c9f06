/** Which statements a piece of work runs, with what values: what it costs without a clock. */
import Database from 'better-sqlite3';

export interface Ran {
  readonly sql: string;
  readonly values: readonly unknown[];
}

type Statement = Database.Statement<unknown[]>;
const WAYS = ['get', 'all', 'iterate', 'run'] as const;

const prototypeOfStatements = (): Statement => {
  const db = new Database(':memory:');
  const prototype: Statement = Object.getPrototypeOf(db.prepare('SELECT 1'));
  db.close();
  return prototype;
};

export const statementsIn = (work: () => void): readonly Ran[] => {
  const ran: Ran[] = [];
  const prototype = prototypeOfStatements();
  const original = Object.fromEntries(WAYS.map((way) => [way, prototype[way]]));
  for (const way of WAYS) {
    const run = prototype[way] as (...values: unknown[]) => unknown;
    Object.assign(prototype, {
      [way](this: Statement, ...values: unknown[]) {
        ran.push({ sql: this.source, values });
        return run.apply(this, values);
      },
    });
  }
  try {
    work();
  } finally {
    Object.assign(prototype, original);
  }
  return ran;
};
