import { Client } from 'pg';
import { catalogueOf, type Catalogue, type Constraint, type Table } from '../support/catalogue.js';
import { testServer } from '../support/test-database.js';
import { APPEND_ONLY_TABLES, GLOBAL_TABLES, KEYS_WITHOUT_INDEX, OPEN_TABLES } from './tables.js';

const RUNTIME = 'preceptor_runtime';
const OWNER = 'preceptor_owner';

describe('the schema', () => {
  let client: Client;
  let catalogue: Catalogue;
  beforeAll(async () => {
    client = new Client(testServer().databaseUrl);
    await client.connect();
    catalogue = await catalogueOf(client);
  });
  afterAll(() => client.end());

  const table = (name: string): Table => catalogue.tables.find((t) => t.name === name)!;
  const isGlobal = (name: string): boolean => name in GLOBAL_TABLES || name in OPEN_TABLES;
  const tenantTables = (): Table[] => catalogue.tables.filter(({ name }) => !isGlobal(name));
  /** Rights to the table or to some of its columns, as `UPDATE (hash)`, by their verbs. */
  const verbs = (rights: string[] = []): string[] => rights.map((right) => right.split(' ')[0]!);
  const granted = ({ grants }: Table): string[] => verbs(grants[RUNTIME]);

  it('names only tables that exist in its lists of exceptions', () => {
    const names = catalogue.tables.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        ...Object.keys(GLOBAL_TABLES),
        ...Object.keys(OPEN_TABLES),
        ...APPEND_ONLY_TABLES,
      ]),
    );
  });

  it('leads every key of a tenant table by the organization', () => {
    const led = ([first]: string[]): boolean => first === 'org_id' || /^\w+_org_id$/.test(first ?? '');
    const wrong = tenantTables().flatMap(({ name, constraints, indexes }) => [
      ...(constraints.some((c) => c.kind === 'primary key' && c.columns[0] === 'org_id')
        ? []
        : [`${name}: primary key`]),
      ...indexes.filter((i) => i.unique && !led(i.columns)).map((i) => `${name}: ${i.name}`),
      ...constraints.filter((c) => isTenantKey(c) && !led(c.columns)).map((c) => `${name}: ${c.name}`),
    ]);
    expect(wrong).toEqual([]);
  });

  /** A foreign key to a global table names that row alone: there is no organization to agree on. */
  const isTenantKey = ({ kind, references }: Constraint): boolean =>
    kind === 'foreign key' && !isGlobal(references!);

  it('puts every table under forced row-level security, but for those that are named', () => {
    const open = catalogue.tables
      .filter(({ secured, forced }) => !secured || !forced)
      .map(({ name }) => name);
    expect(open).toEqual(Object.keys(OPEN_TABLES).sort());
  });

  it('gives every tenant table a policy that binds reading and writing to the organization', () => {
    const mine = '(org_id = ( SELECT current_org() AS current_org))';
    const wrong = tenantTables().filter(({ policies, grants }) => {
      const tenant = policies.find(({ name }) => name === 'tenant');
      const writes = (grants[RUNTIME] ?? []).some((privilege) => privilege !== 'SELECT');
      return tenant?.command !== 'ALL' || tenant.using !== mine || (writes && tenant.check !== mine);
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('decides policies in plain SQL, which the planner can look into', () => {
    const used = new Set(
      catalogue.tables.flatMap(({ policies }) => policies.flatMap(({ functions }) => functions)),
    );
    for (const body of [...used].map((name) => catalogue.functions.find((f) => f.name === name)!.definition))
      catalogue.functions
        .filter(({ name }) => body.includes(`${name}(`))
        .forEach(({ name }) => used.add(name));
    expect(used.size).toBeGreaterThan(0);
    const opaque = catalogue.functions.filter(
      (f) => used.has(f.name) && (f.language !== 'sql' || f.volatility === 'volatile'),
    );
    expect(opaque.map(({ name }) => name)).toEqual([]);
  });

  it('pins the search path of every function that runs as its owner', () => {
    const loose = catalogue.functions.filter(
      (f) => f.securityDefiner && !f.settings.some((s) => s.startsWith('search_path=')),
    );
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  it('abuse 37: lets the runtime role add and read evidence, and nothing else', () => {
    for (const name of APPEND_ONLY_TABLES)
      expect([name, granted(table(name)).filter((p) => p !== 'SELECT' && p !== 'INSERT')]).toEqual([
        name,
        [],
      ]);
    const ledger = ['ledger_entry', 'ledger_head'].map((name) => granted(table(name)));
    expect(ledger).toEqual([['SELECT'], ['SELECT']]);
  });

  it('knows every table that the runtime role may only add to', () => {
    const addOnly = catalogue.tables.filter(
      (t) => granted(t).includes('INSERT') && !granted(t).includes('UPDATE'),
    );
    const unnamed = addOnly.filter(
      (t) => !granted(t).includes('DELETE') && !APPEND_ONLY_TABLES.includes(t.name),
    );
    expect(unnamed.map(({ name }) => name)).toEqual([]);
  });

  it('gives nobody but the runtime role a right, and never TRUNCATE, REFERENCES or TRIGGER', () => {
    for (const { name, owner, grants } of catalogue.tables) {
      expect([name, owner]).toEqual([name, OWNER]);
      expect([name, Object.keys(grants).filter((role) => role !== RUNTIME)]).toEqual([name, []]);
      expect(['SELECT', 'INSERT', 'UPDATE', 'DELETE']).toEqual(
        expect.arrayContaining(verbs(grants[RUNTIME])),
      );
    }
  });

  it('has no enum, domain or range types: their comparisons hide indexes from policies', () => {
    expect(catalogue.types).toEqual([]);
  });

  it('has no sequences: ids are made by the application', async () => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace AND relname <> 'migration_id_seq'`,
    );
    expect(rows).toEqual([]);
  });

  it('has an index under every foreign key whose target may be deleted', () => {
    // Two leading columns of the key are enough: the organization, and the id that narrows it down.
    const covers = (columns: string[], key: string[]): boolean =>
      columns.slice(0, 2).every((column) => key.includes(column)) && columns.length >= 2;
    const uncovered = catalogue.tables.flatMap(({ constraints, indexes }) =>
      constraints
        .filter((c) => c.kind === 'foreign key' && granted(table(c.references!)).includes('DELETE'))
        .filter((c) => !indexes.some((i) => !i.partial && covers(i.columns, c.columns)))
        .map((c) => c.name),
    );
    expect(uncovered.sort()).toEqual([...KEYS_WITHOUT_INDEX].sort());
  });

  it('names every constraint and index by its kind', () => {
    const prefix = { 'primary key': 'pk_', unique: 'uq_', 'foreign key': 'fk_', check: 'ck_', other: 'ex_' };
    const odd = catalogue.tables.flatMap(({ name, constraints, indexes }) => [
      ...constraints.filter((c) => !c.name.startsWith(prefix[c.kind])).map((c) => `${name}: ${c.name}`),
      ...indexes.filter((i) => !/^(pk|uq|ix)_/.test(i.name)).map((i) => `${name}: ${i.name}`),
    ]);
    expect(odd).toEqual([]);
  });

  it('is reached by two roles, neither a superuser, and only the owner sees past the policies', async () => {
    const { rows } = await client.query(
      `SELECT rolname AS role, rolsuper AS super, rolbypassrls AS "sees past", rolcreaterole AS "makes roles", rolcreatedb AS "makes databases"
       FROM pg_roles WHERE rolname = ANY ($1) ORDER BY 1`,
      [[OWNER, RUNTIME]],
    );
    const plain = { super: false, 'makes roles': false, 'makes databases': false };
    expect(rows).toEqual([
      { role: OWNER, 'sees past': true, ...plain },
      { role: RUNTIME, 'sees past': false, ...plain },
    ]);
  });

  it.each([
    'CREATE TABLE public.intruder ()',
    'CREATE TEMPORARY TABLE intruder ()',
    'CREATE SCHEMA intruder',
    'CREATE FUNCTION intruder() RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    'ALTER TABLE site DISABLE ROW LEVEL SECURITY',
    'DROP POLICY tenant ON site',
    'TRUNCATE site',
    'INSERT INTO clock_adjustable VALUES (true)',
    `SET ROLE ${OWNER}`,
    'SET session_replication_role = replica',
  ])('refuses the runtime role: %s', async (statement) => {
    await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
  });
});
