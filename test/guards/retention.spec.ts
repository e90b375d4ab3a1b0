import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { ERASED_TEXT } from '../../src/features/retention/record-sql.js';
import {
  RECORD_TABLES,
  TABLES_OF_NOBODY,
  type RecordTable,
} from '../../src/features/retention/record-tables.js';
import { catalogueOf, type Table } from '../support/catalogue.js';
import { testServer } from '../support/test-database.js';

/** What may hold words: everything that is not a number, a day, an id or a yes or no. */
const WORDS = /^(text|json|bytea|character|citext|inet|name|tsvector|xml|hstore|"char")/;

describe('what the retention of records knows of the database', () => {
  let client: Client;
  let tables: Table[];
  beforeAll(async () => {
    client = new Client(testServer().migrationDatabaseUrl);
    await client.connect();
    tables = (await catalogueOf(client)).tables;
  });
  afterAll(() => client.end());

  const tableOf = (name: string): Table => tables.find((table) => table.name === name)!;
  const columnsOf = (name: string): string[] => tableOf(name).columns.map((column) => column.name);
  const records = Object.entries(RECORD_TABLES);
  const namedBy = ({ subject, blank, blankUnique, drop, keep, by, dated, item }: RecordTable): string[] => [
    ...[subject.column, ...blank, ...blankUnique, ...drop, ...keep, ...by, ...dated],
    ...(item ? [item] : []),
  ];

  it('inv 66: every table is about persons or about nobody: say which in src/features/retention/record-tables.ts', () => {
    const known = [...Object.keys(RECORD_TABLES), ...Object.keys(TABLES_OF_NOBODY)].sort();
    expect(known).toEqual(tables.map(({ name }) => name).sort());
  });

  it('inv 66: nothing that leads to a record of a person is about nobody', () => {
    const APART = ['question_import', 'erasure', 'person'];
    const leading = tables.filter(
      ({ name, columns, constraints }) =>
        name in TABLES_OF_NOBODY &&
        !APART.includes(name) &&
        (columns.some((column) => column.name === 'person_id') ||
          constraints.some(({ references }) => references !== null && references in RECORD_TABLES)),
    );
    expect(leading.map(({ name }) => name)).toEqual([]);
  });

  it('inv 66: every column of a record that may hold words is blanked or kept: say which', () => {
    const unsaid: string[] = [];
    for (const [name, table] of records)
      for (const { name: column, definition } of tableOf(name).columns)
        if (
          WORDS.test(definition) &&
          ![...table.blank, ...table.blankUnique, ...table.drop, ...table.keep].includes(column)
        )
          unsaid.push(`${name}.${column}`);
    expect(unsaid).toEqual([]);
  });

  it('names columns that are there, each for one thing', () => {
    const wrong: string[] = [];
    for (const [name, table] of records) {
      const there = columnsOf(name);
      wrong.push(
        ...namedBy(table)
          .filter((column) => !there.includes(column))
          .map((c) => `${name}.${c} is not there`),
      );
      const said = [...table.blank, ...table.blankUnique, ...table.drop, ...table.keep];
      wrong.push(
        ...said.filter((column, i) => said.indexOf(column) !== i).map((c) => `${name}.${c} is there twice`),
      );
      if (table.subject.in !== null && !(table.subject.in in RECORD_TABLES))
        wrong.push(`${name} leads nowhere`);
    }
    expect(wrong).toEqual([]);
  });

  it('inv 66: overwrites with what every column takes', async () => {
    const refused: string[] = [];
    for (const [name, { blank, blankUnique }] of records)
      for (const column of [...blank, ...blankUnique]) {
        const { definition } = tableOf(name).columns.find((one) => one.name === column)!;
        const type = definition.split(' ')[0]!;
        const checks = tableOf(name).constraints.filter(
          ({ kind, columns }) => kind === 'check' && columns.join() === column,
        );
        for (const check of checks)
          for (const value of type === 'jsonb'
            ? ['{}', '[]']
            : [ERASED_TEXT, `${ERASED_TEXT} ${randomUUID()}`]) {
            const { rows } = await client.query<{ taken: boolean | null }>(
              `SELECT ${check.definition.replace(/^CHECK /, '')} AS taken FROM (SELECT $1::${type} AS ${column}) t`,
              [value],
            );
            if (rows[0]!.taken === false)
              refused.push(`${name}.${column} does not take ${value}: ${check.name}`);
          }
      }
    expect(refused).toEqual([]);
  });

  it('inv 66: knows everybody who is named in a record besides whom it is about', () => {
    const unsaid: string[] = [];
    for (const [name, table] of records) {
      const { columns, constraints } = tableOf(name);
      const keys = constraints
        .filter(({ references }) => references === 'person')
        .flatMap((key) => key.columns);
      for (const { name: column, definition } of columns)
        if (
          (keys.includes(column) ||
            (definition.startsWith('uuid') && /(_by|person_id|actor_id)$/.test(column))) &&
          column !== table.subject.column &&
          !table.by.includes(column)
        )
          // A part of a record may name whom the whole is about once more.
          if (!(table.subject.in !== null && column === 'person_id')) unsaid.push(`${name}.${column}`);
    }
    expect(unsaid).toEqual([]);
  });

  it('belongs to an organization unless it says that it does not', () => {
    const wrong = records.filter(([name, { isGlobal }]) => isGlobal === columnsOf(name).includes('org_id'));
    expect(wrong.map(([name]) => name)).toEqual(['session', 'award_number']);
  });

  it('abuse 70: lets published definitions go with their organization, by every trigger that keeps them', async () => {
    const { rows } = await client.query<{ name: string }>(`
      SELECT c.relname || '.' || t.tgname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE NOT t.tgisinternal AND t.tgtype::int & 8 = 8 AND t.tgtype::int & 1 = 1 AND c.relname NOT LIKE 'ledger%'
        AND pg_get_triggerdef(t.oid) NOT LIKE '%is_deleting_organization()%'`);
    expect(rows).toEqual([]);
  });
});
