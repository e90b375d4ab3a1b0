import { Client } from 'pg';
import { rowsOf } from '../../src/features/retention/record-sql.js';
import { RECORD_TABLES } from '../../src/features/retention/record-tables.js';
import { catalogueOf, type Table } from './catalogue.js';
import { superuserUrlOf } from './test-database.js';
import { addRow, type Tenant, type TwoTenants } from './two-tenants.js';

/** Somebody with a row in every table about persons, in which all that is personal says so. */
export class MarkedRecords {
  private constructor(
    private readonly superuser: Client,
    private readonly tables: readonly Table[],
  ) {}

  static async open(tenants: TwoTenants): Promise<MarkedRecords> {
    const superuser = new Client(superuserUrlOf(tenants.app.database));
    await superuser.connect();
    await superuser.query('SET session_replication_role = replica');
    return new MarkedRecords(superuser, (await catalogueOf(superuser)).tables);
  }

  close(): Promise<void> {
    return this.superuser.end();
  }

  query<Row extends object>(text: string, values: unknown[] = []) {
    return this.superuser.query<Row>(text, values);
  }

  /** Fills every table about persons for this one and writes the mark wherever something personal may stand. */
  async mark({ world, rows }: Tenant, personId: string, mark: string): Promise<void> {
    const { orgId } = world;
    const ids = new Map(rows).set('person', personId);
    for (const [table, { subject, blank, blankUnique, drop }] of Object.entries(RECORD_TABLES)) {
      const { text, values } = rowsOf(table, { orgId, personIds: [personId] });
      const { rowCount } = await this.superuser.query(`SELECT 1 FROM ${table} t WHERE ${text}`, values);
      const leading = ids.get(subject.in ?? 'person')!;
      const at = new Map(ids).set(subject.column.replace(/_id$/, ''), leading);
      if (subject.column === 'assignment_id') at.set('training_assignment', leading);
      if (!rowCount && !table.startsWith('ledger') && !(await this.handOver(table, orgId, leading)))
        await addRow(this.superuser, this.table(table), orgId, at);
      await this.remember(table, orgId, personId, ids);
      const set = [...blank, ...blankUnique, ...drop].map(
        (column) => `${column} = ${this.marked(table, column, mark)}`,
      );
      if (set.length)
        await this.superuser.query(`UPDATE ${table} t SET ${set.join(', ')} WHERE ${text}`, values);
    }
  }

  /** Every row of the database, by table, as text. */
  async everything(): Promise<Map<string, string[]>> {
    const all = new Map<string, string[]>();
    for (const { name } of this.tables) {
      const { rows } = await this.superuser.query<{ row: string }>(
        `SELECT to_jsonb(t)::text AS row FROM ${name} t ORDER BY 1`,
      );
      all.set(
        name,
        rows.map(({ row }) => row),
      );
    }
    return all;
  }

  /** Where the mark still stands. */
  async placesOf(mark: string): Promise<string[]> {
    const places: string[] = [];
    for (const [table, rows] of await this.everything())
      for (const row of rows.filter((text) => text.includes(mark)))
        for (const [column, value] of Object.entries(JSON.parse(row) as Record<string, unknown>))
          if (JSON.stringify(value)?.includes(mark)) places.push(`${table}.${column}`);
    return [...new Set(places)];
  }

  private table(name: string): Table {
    return this.tables.find((table) => table.name === name)!;
  }

  /** Makes a row that is about nobody theirs; whether there was one. */
  private async handOver(table: string, orgId: string, leading: string): Promise<boolean> {
    if (!this.table(table).columns.some(({ name }) => name === 'org_id')) return false;
    const { column } = RECORD_TABLES[table]!.subject;
    const { rowCount } = await this.superuser.query(
      `UPDATE ${table} SET ${column} = $2 WHERE ctid = (SELECT ctid FROM ${table} WHERE org_id = $1 LIMIT 1)`,
      [orgId, leading],
    );
    return rowCount === 1;
  }

  /** Parts are about a row of the person's, not about whichever was first. */
  private async remember(
    table: string,
    orgId: string,
    personId: string,
    ids: Map<string, string>,
  ): Promise<void> {
    if (!this.table(table).columns.some(({ name }) => name === 'id')) return;
    const { text, values } = rowsOf(table, { orgId, personIds: [personId] });
    const { rows } = await this.superuser.query<{ id: string }>(
      `SELECT id FROM ${table} t WHERE ${text} LIMIT 1`,
      values,
    );
    if (rows[0]) ids.set(table, rows[0].id);
  }

  private marked(table: string, column: string, mark: string): string {
    const { definition } = this.table(table).columns.find(({ name }) => name === column)!;
    if (definition.startsWith('jsonb')) return `'{"note": "${mark}"}'`;
    if (definition.startsWith('text[]')) return `ARRAY['${mark}']`;
    return `'${mark} ' || gen_random_uuid()`;
  }
}
