import { Client } from 'pg';
import { catalogueOf, type Policy, type Table } from '../support/catalogue.js';
import { PolicyProbe, type Fingerprint } from '../support/policy-probe.js';
import { ownDatabase } from '../support/test-database.js';
import { GLOBAL_TABLES, OPEN_TABLES, PUBLIC_TABLES, SEEN_BY_HOSTS, SEEN_BY_PARTNERS } from './tables.js';

describe('row-level security', () => {
  let probe: PolicyProbe;
  let tables: Table[];
  beforeAll(async () => {
    const database = await ownDatabase();
    const client = new Client(database.databaseUrl);
    await client.connect();
    tables = (await catalogueOf(client)).tables.filter(({ name }) => !(name in OPEN_TABLES));
    await client.end();
    probe = await PolicyProbe.open(database, tables);
  });
  afterAll(() => probe.close());

  it('abuse 2: shows a transaction without an organization, a person or a secret nothing at all', async () => {
    for (const table of tables.filter(({ name }) => !PUBLIC_TABLES.includes(name))) {
      const { nobody } = await probe.fingerprint(table);
      expect([table.name, nobody]).toEqual([
        table.name,
        expect.stringMatching(/^A( insert| -); B( insert| -)(; 0){1,2}$/),
      ]);
    }
  });

  it('abuse 1: lets an organization reach its own rows alone, and give none away', async () => {
    for (const table of tables.filter(({ name }) => !(name in GLOBAL_TABLES))) {
      const line = (await probe.fingerprint(table))['the organization'];
      expect([table.name, line]).toEqual([
        table.name,
        expect.stringMatching(/^A select insert update delete; B -(; 1){1,2}$/),
      ]);
    }
  });

  it('abuse 2: lets nobody reach the other side of a global table', async () => {
    const reached: string[] = [];
    for (const table of tables.filter(({ name }) => name in GLOBAL_TABLES && !PUBLIC_TABLES.includes(name)))
      for (const [scenario, line] of Object.entries(await probe.fingerprint(table)))
        if (/B .*(select|update|delete)/.test(line)) reached.push(`${table.name}: ${scenario}: ${line}`);
    expect(reached).toEqual([]);
  });

  it('lets everybody read what is public, and nobody else write it', async () => {
    for (const table of tables.filter(({ name }) => PUBLIC_TABLES.includes(name)))
      for (const [scenario, line] of Object.entries(await probe.fingerprint(table)))
        expect([table.name, scenario, line]).toEqual([
          table.name,
          scenario,
          expect.stringMatching(/^A select; B select(; 0){1,2}$/),
        ]);
  });

  it('abuse 7, 9: shows a clinic what concerns the people placed with it, and of other organizations nothing', async () => {
    const reached: Record<string, string[]> = { 'the clinic': [], 'the clinic about the organization': [] };
    for (const table of tables.filter(({ name }) => !PUBLIC_TABLES.includes(name))) {
      // Anybody may add persons and accounts: that tells nothing of a clinic.
      const open = table.name in GLOBAL_TABLES ? / insert/g : / (?!.)/;
      const lines = await probe.fingerprint(table);
      for (const scenario of Object.keys(reached)) {
        const [ofA, ofB] = lines[scenario]!.replace(open, '').split('; ');
        expect([table.name, scenario, ofB]).toEqual([
          table.name,
          scenario,
          expect.stringMatching(/^B( -)?$/),
        ]);
        if (!/^A( -)?$/.test(ofA!)) reached[scenario]!.push(table.name);
      }
    }
    expect(reached).toEqual({
      'the clinic': [...SEEN_BY_PARTNERS].sort(),
      'the clinic about the organization': [...SEEN_BY_PARTNERS, ...SEEN_BY_HOSTS].sort(),
    });
  });

  it('needs every one of its policies: the probe notices when one is dropped, or lets everything through', async () => {
    const unnoticed: string[] = [];
    for (const table of tables) {
      const before = await probe.fingerprint(table);
      for (const policy of table.policies)
        for (const change of [dropped(table, policy), opened(table, policy)].filter((c) => c !== null))
          if (same(before, await probe.fingerprint(table, change))) unnoticed.push(change);
      const disabled = `ALTER TABLE ${table.name} DISABLE ROW LEVEL SECURITY`;
      if (same(before, await probe.fingerprint(table, disabled))) unnoticed.push(disabled);
    }
    expect(unnoticed).toEqual([]);
  }, 120_000);
});

const same = (a: Fingerprint, b: Fingerprint): boolean => JSON.stringify(a) === JSON.stringify(b);

const dropped = (table: Table, policy: Policy): string => `DROP POLICY ${policy.name} ON ${table.name}`;

/** The policy with `true` for its conditions; null where they are that already. */
function opened(table: Table, { name, using, check }: Policy): string | null {
  const conditions = [
    using !== null && using !== 'true' ? 'USING (true)' : '',
    check !== null && check !== 'true' ? 'WITH CHECK (true)' : '',
  ].join(' ');
  return conditions.trim() ? `ALTER POLICY ${name} ON ${table.name} ${conditions}` : null;
}
