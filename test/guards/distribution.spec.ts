import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { catalogueOf, type Catalogue, type Table } from '../support/catalogue.js';
import {
  citusScript,
  isDistributed,
  leadsElsewhere,
  LOCAL_TABLES,
  onWorkers,
} from '../support/distribution.js';
import { ownDatabase } from '../support/test-database.js';

/** What Citus asks of a table before it takes it, as far as it can be seen without Citus: https://docs.citusdata.com/en/stable/develop/reference_ddl.html */
describe('docs/citus.sql', () => {
  const script = readFileSync('docs/citus.sql', 'utf8');
  let before: Catalogue;
  let after: Catalogue;
  let taken: { name: string; kind: 'reference' | 'distributed' }[];

  beforeAll(async () => {
    const client = new Client((await ownDatabase()).migrationDatabaseUrl);
    await client.connect();
    before = await catalogueOf(client);
    await client.query(`
      CREATE SCHEMA citus_stand_in;
      SET search_path = public, citus_stand_in;
      CREATE TABLE citus_stand_in.taken (place bigint GENERATED ALWAYS AS IDENTITY, name text PRIMARY KEY, kind text);
      CREATE FUNCTION citus_stand_in.create_reference_table(t regclass) RETURNS void LANGUAGE sql AS
        $$ INSERT INTO citus_stand_in.taken (name, kind) SELECT t::text, 'reference' $$;
      CREATE FUNCTION citus_stand_in.create_distributed_table(t regclass, by_column text, colocate_with text DEFAULT 'default') RETURNS void
        LANGUAGE sql AS $$ INSERT INTO citus_stand_in.taken (name, kind) SELECT t::text, 'distributed' WHERE by_column = 'org_id' $$`);
    await client.query(script);
    taken = (await client.query('SELECT name, kind FROM citus_stand_in.taken ORDER BY place'))
      .rows as typeof taken;
    after = await catalogueOf(client);
    await client.end();
  });

  const table = (name: string): Table => after.tables.find((t) => t.name === name)!;

  it('is made from this schema: run `npm run schema:catalogue` and read the diff when this fails', () => {
    expect(script).toBe(citusScript(before));
  });

  it('names every table once: distributed, a copy on every node, or on the coordinator', () => {
    const named = [...taken.map(({ name }) => name), ...LOCAL_TABLES];
    expect(named.sort()).toEqual(before.tables.map(({ name }) => name).sort());
    expect(taken.filter(({ kind }) => kind === 'distributed').length).toBeGreaterThan(100);
  });

  it('distributes only what is unique within an organization', () => {
    const wrong = taken.flatMap(({ name, kind }) =>
      kind === 'reference'
        ? []
        : table(name)
            .indexes.filter(({ unique, columns }) => unique && !columns.includes('org_id'))
            .map((index) => `${name}: ${index.name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('comes to a table after those that its keys lead to, which are on the same node', () => {
    const places = new Map(taken.map(({ name }, place) => [name, place]));
    const wrong = taken.flatMap(({ name }, place) =>
      table(name)
        .constraints.filter(({ kind, references }) => kind === 'foreign key' && references !== name)
        .filter(
          (key) =>
            (places.get(key.references!) ?? Infinity) > place || leadsElsewhere(table(name), key, after),
        )
        .map((key) => `${name}: ${key.name}`),
    );
    expect(wrong).toEqual([]);
  });

  it('leaves no policy that a worker cannot judge, and every distributed table that of its organization', () => {
    for (const { name } of taken) {
      const { policies } = table(name);
      for (const { using, check } of policies)
        for (const expression of [using, check])
          expect([name, onWorkers(expression) ?? null]).toEqual([name, expression]);
      const tenant = policies.find((policy) => policy.name === 'tenant');
      if (isDistributed(table(name)))
        expect([name, tenant?.using]).toEqual([name, '(org_id = current_org())']);
    }
  });

  it('takes row-level security from no table of an organization', () => {
    const without = after.tables.filter(({ secured }, i) => !secured && before.tables[i]!.secured);
    expect(without.filter(isDistributed)).toEqual([]);
  });
});
