import { createHash } from 'node:crypto';
import { Client, escapeIdentifier as quoted } from 'pg';
import type { Table } from './catalogue.js';
import { superuserUrlOf, type TestDatabase } from './test-database.js';

/** Two organizations with one person each, placed at a clinic of their own, by the values that policies go by. */
const SIDES = ['A', 'B'] as const;
type Side = (typeof SIDES)[number];

/** A UUID that follows from its name, so that rows of different tables agree. */
export function idOf(...parts: string[]): string {
  const hex = createHash('sha256').update(parts.join('/')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const OF_SIDE: Record<string, (side: Side) => string> = {
  org_id: (side) => idOf('org', side),
  person_id: (side) => idOf('person', side),
  from_person_id: (side) => idOf('person', side),
  into_person_id: (side) => idOf('person', side),
  account_id: (side) => idOf('account', side),
  membership_id: (side) => idOf('membership', side),
  email: (side) => `${side.toLowerCase()}@example.org`,
  token_hash: (side) => `token of ${side}`,
  site_org_id: (side) => idOf('clinic', side),
  skill_org_id: (side) => idOf('clinic', side),
  ended_by_org_id: (side) => idOf('clinic', side),
  viewer_org_id: (side) => idOf('clinic', side),
  viewer_person_id: (side) => idOf('supervisor', side),
  assignment_id: (side) => idOf('assignment', side),
  observation_id: (side) => idOf('observation', side),
  action_plan_id: (side) => idOf('action plan', side),
  sign_off_id: (side) => idOf('sign-off', side),
  hour_log_id: (side) => idOf('hour log', side),
  license_id: (side) => idOf('license', side),
  skill_id: (side) => idOf('skill', side),
  skill_version_id: (side) => idOf('skill version', side),
  checklist_id: (side) => idOf('checklist', side),
  checklist_version_id: (side) => idOf('checklist version', side),
};
const ID_OF: Record<string, (side: Side) => string> = {
  organization: (side) => idOf('org', side),
  person: (side) => idOf('person', side),
  account: (side) => idOf('account', side),
  membership: (side) => idOf('membership', side),
  training_assignment: (side) => idOf('assignment', side),
  observation: (side) => idOf('observation', side),
  action_plan: (side) => idOf('action plan', side),
  sign_off: (side) => idOf('sign-off', side),
  hour_log: (side) => idOf('hour log', side),
  license: (side) => idOf('license', side),
  skill: (side) => idOf('skill', side),
  skill_version: (side) => idOf('skill version', side),
  checklist: (side) => idOf('checklist', side),
  checklist_version: (side) => idOf('checklist version', side),
};

/** What assignments must say to be in force. */
const IN_FORCE: Record<string, string> = { cancelled: 'false', time_zone: `'UTC'`, ends_on: `'9999-12-31'` };

/** What a transaction says of itself: policies decide by these settings. */
export const SCENARIOS: Record<string, Record<string, string>> = {
  nobody: {},
  'the organization': { 'app.org_id': idOf('org', 'A') },
  'the person': { 'app.person_id': idOf('person', 'A') },
  'somebody who knows the address': { 'app.email': 'a@example.org' },
  'somebody who holds the token': { 'app.token_hash': 'token of A' },
  'the clinic': { 'app.org_id': idOf('clinic', 'A'), 'app.person_id': idOf('supervisor', 'A') },
  'the clinic about the organization': {
    'app.org_id': idOf('clinic', 'A'),
    'app.person_id': idOf('supervisor', 'A'),
    'app.hosting_org_id': idOf('org', 'A'),
  },
};

/** What each scenario may do with each side's row: `nobody: A - B -`, or letters of select, insert, update, move, delete. */
export type Fingerprint = Record<string, string>;

/**
 * A copy of the migrated database with one row of each side in every table, for asking row-level security what it
 * lets through. Checks, foreign keys and triggers are taken away first: what they would refuse must not look as if
 * a policy had refused it.
 */
export class PolicyProbe {
  private constructor(
    private readonly superuser: Client,
    private readonly tables: readonly Table[],
  ) {}

  static async open(database: TestDatabase, tables: readonly Table[]): Promise<PolicyProbe> {
    const superuser = new Client(superuserUrlOf(database));
    await superuser.connect();
    const probe = new PolicyProbe(superuser, tables);
    await probe.strip();
    for (const table of tables)
      for (const side of SIDES) await superuser.query(insertOf(table, side, 'kept'));
    return probe;
  }

  close(): Promise<void> {
    return this.superuser.end();
  }

  /** What row-level security lets through after `change`, which is undone. */
  async fingerprint(table: Table, change = ''): Promise<Fingerprint> {
    await this.superuser.query(`BEGIN; ${change}`);
    try {
      const lines: Fingerprint = {};
      for (const [name, settings] of Object.entries(SCENARIOS))
        lines[name] = await this.line(table, settings);
      return lines;
    } finally {
      await this.superuser.query('ROLLBACK');
    }
  }

  private async line(table: Table, settings: Record<string, string>): Promise<string> {
    const marks: string[] = [];
    for (const side of SIDES) {
      const other = side === 'A' ? 'B' : 'A';
      const attempts: [string, string][] = [
        ['select', `SELECT FROM ${quoted(table.name)} WHERE ${isRowOf(table, side)}`],
        ['insert', insertOf(table, side, 'new')],
        [
          'update',
          `UPDATE ${quoted(table.name)} SET ${assignment(table, side)} WHERE ${isRowOf(table, side)}`,
        ],
        [
          'move',
          `UPDATE ${quoted(table.name)} SET ${assignment(table, other)} WHERE ${isRowOf(table, side)}`,
        ],
        ['delete', `DELETE FROM ${quoted(table.name)} WHERE ${isRowOf(table, side)}`],
      ];
      const done: string[] = [];
      for (const [verb, statement] of attempts) if (await this.touched(statement, settings)) done.push(verb);
      marks.push(`${side} ${done.join(' ') || '-'}`);
    }
    // Without a WHERE the policies for SELECT have no say.
    for (const statement of blindly(table)) marks.push(String(await this.touched(statement, settings)));
    return marks.join('; ');
  }

  /** How many rows the statement touches, as the runtime role. All grants are given: policies alone are asked. */
  private async touched(statement: string, settings: Record<string, string>): Promise<number> {
    const set = Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = '${value}';`);
    await this.superuser.query(`SAVEPOINT probe; SET LOCAL ROLE preceptor_runtime; ${set.join(' ')}`);
    try {
      return (await this.superuser.query(statement)).rowCount ?? 0;
    } catch (error) {
      const { code } = error as { code?: string };
      if (code === '23505') return 1; // policies are asked before unique keys are
      if (code !== '42501') throw error;
      return 0;
    } finally {
      await this.superuser.query('ROLLBACK TO SAVEPOINT probe');
    }
  }

  private async strip(): Promise<void> {
    for (const { name, constraints } of this.tables) {
      for (const { name: constraint, kind } of constraints)
        if (kind === 'foreign key' || kind === 'check')
          await this.superuser.query(`ALTER TABLE ${quoted(name)} DROP CONSTRAINT ${quoted(constraint)}`);
      await this.superuser.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
      await this.superuser.query(
        `GRANT SELECT, INSERT, UPDATE, DELETE ON ${quoted(name)} TO preceptor_runtime`,
      );
    }
  }
}

function valueOf(
  table: Table,
  column: { name: string; definition: string },
  side: Side,
  which: string,
): string {
  const ofSide = column.name === 'id' ? ID_OF[table.name] : OF_SIDE[column.name];
  if (ofSide) return `'${ofSide(side)}'`;
  if (column.name in IN_FORCE) return IN_FORCE[column.name]!;
  return generic(column, `${table.name} ${side} ${which}`);
}

function generic({ name, definition }: { name: string; definition: string }, seed: string): string {
  const id = idOf(seed, name);
  if (/^[a-z ]+\[\]/.test(definition)) return `'{}'`;
  if (definition.startsWith('uuid')) return `'${id}'`;
  if (definition.startsWith('boolean')) return 'true';
  if (/^(integer|bigint|numeric|smallint|double)/.test(definition))
    return String(1 + (parseInt(id.slice(0, 4), 16) % 90));
  if (/^(timestamp|date)/.test(definition)) return `'2026-01-01'`;
  if (definition.startsWith('time')) return `'08:00'`;
  if (definition.startsWith('jsonb')) return `'{}'`;
  if (definition.startsWith('bytea')) return `'\\x00'`;
  return `'${id.slice(0, 13)}'`;
}

function insertOf(table: Table, side: Side, which: 'kept' | 'new'): string {
  const names = table.columns.map(({ name }) => quoted(name));
  const values = table.columns.map((column) => valueOf(table, column, side, which));
  return `INSERT INTO ${quoted(table.name)} (${names.join(', ')}) VALUES (${values.join(', ')})`;
}

/** The columns by which a row belongs to somebody; by which it is known where it belongs to nobody. */
function belonging(table: Table): Table['columns'] {
  const columns = table.columns.filter(
    ({ name }) => name in OF_SIDE || (name === 'id' && table.name in ID_OF),
  );
  const key = table.indexes.find(({ name }) => name === `pk_${table.name}`)!.columns;
  return columns.length ? columns : table.columns.filter(({ name }) => key.includes(name));
}

function blindly(table: Table): string[] {
  const indexed = new Set(table.indexes.flatMap(({ columns }) => columns));
  const free = table.columns.find(
    ({ name }) => !indexed.has(name) && !belonging(table).some((c) => c.name === name),
  );
  const update = `UPDATE ${quoted(table.name)} SET ${quoted(free?.name ?? '')} = ${free ? generic(free, 'blind') : ''}`;
  return [...(free ? [update] : []), `DELETE FROM ${quoted(table.name)}`];
}

const isRowOf = (table: Table, side: Side): string =>
  belonging(table)
    .map((column) => `${quoted(column.name)} = ${valueOf(table, column, side, 'kept')}`)
    .join(' AND ');

const assignment = (table: Table, side: Side): string =>
  belonging(table)
    .map((column) => `${quoted(column.name)} = ${valueOf(table, column, side, 'kept')}`)
    .join(', ');
