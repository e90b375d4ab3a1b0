import type { Catalogue, Constraint, Policy, Table } from './catalogue.js';

/** Stay where they are: read and written before an organization is known, or by operators, and by no statement about an organization. */
export const LOCAL_TABLES = ['ledger_anchor', 'lockout', 'password_reset', 'refresh_token'];

/** What policies may call on a worker: functions that read settings and nothing else. */
const OF_SETTINGS = ['current_org', 'current_person', 'hosting_org', 'app_now'];

export const isDistributed = ({ constraints }: Table): boolean =>
  constraints.some(({ kind, columns }) => kind === 'primary key' && columns[0] === 'org_id');

const isReference = (table: Table): boolean => !isDistributed(table) && !LOCAL_TABLES.includes(table.name);

/** The rows it leads to lie with the row itself only where both have the organization in the same place of the key. */
export function leadsElsewhere(table: Table, key: Constraint, catalogue: Catalogue): boolean {
  if (key.kind !== 'foreign key') return false;
  const target = catalogue.tables.find(({ name }) => name === key.references)!;
  if (!isDistributed(target)) return false;
  const targetColumns = /REFERENCES \w+\((.*?)\)/.exec(key.definition)![1]!.split(', ');
  return !isDistributed(table) || targetColumns[key.columns.indexOf('org_id')] !== 'org_id';
}

/** As Citus takes it, without sub-selects; null when it looks into other tables, which it may not on a worker. */
export function onWorkers(expression: string | null): string | null | undefined {
  if (expression === null) return undefined;
  const plain = expression.replace(/\( SELECT (\w+)\(\) AS \w+\)/g, '$1()');
  const calls = [...plain.matchAll(/\b([a-z_]+)\(/g)].map(([, name]) => name!);
  const isPlain = !/\bSELECT\b/.test(plain) && calls.every((name) => isOfSettings(name));
  return isPlain ? plain : null;
}

const isOfSettings = (name: string): boolean =>
  OF_SETTINGS.includes(name) || ['current_setting', 'coalesce', 'nullif'].includes(name);

/** docs/citus.sql: what distributes a migrated database by organization. Every table is in it, in an order that its keys allow. */
export function citusScript(catalogue: Catalogue): string {
  const { tables } = catalogue;
  const distributed = inOrderOfKeys(tables.filter(isDistributed), catalogue);
  const reference = inOrderOfKeys(tables.filter(isReference), catalogue);
  const keys = tables.flatMap((table) =>
    table.constraints.filter((key) => leadsElsewhere(table, key, catalogue)).map((key) => ({ table, key })),
  );
  const policies = tables
    .filter((table) => !LOCAL_TABLES.includes(table.name))
    .flatMap((table) => table.policies.map((policy) => ({ table, policy, fits: fitsOnWorkers(policy) })));
  return [
    '-- Made from a migrated database by `npm run schema:catalogue`. docs/scaling.md says what it is for, and what it takes away.',
    '-- Run as the owner on the coordinator, in this order, with nobody connected.',
    '',
    '-- 1. Keys into the rows of another organization, which may lie on another node.',
    ...keys.map(({ table, key }) => `ALTER TABLE ${table.name} DROP CONSTRAINT ${key.name};`),
    '',
    '-- 2. Policies that look into other tables: they cannot be on a worker, and what they open is closed.',
    ...policies
      .filter(({ fits }) => !fits)
      .map(({ table, policy }) => `DROP POLICY ${policy.name} ON ${table.name};`),
    '',
    '-- 3. Where that would close what has no organization: there only the statements say what is read.',
    ...reference
      .filter(({ policies }) => !policies.every(fitsOnWorkers))
      .map(({ name }) => `ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY;`),
    '',
    '-- 4. The others, without the sub-select that lets PostgreSQL read a setting once.',
    ...policies.filter(({ fits }) => fits).map(({ table, policy }) => alter(table, policy)),
    '',
    '-- 5. What belongs to no organization: a copy on every node.',
    ...reference.map(({ name }) => `SELECT create_reference_table('${name}');`),
    '',
    '-- 6. What belongs to an organization: all of it on one node.',
    ...distributed.map(({ name }, i) =>
      i === 0
        ? `SELECT create_distributed_table('${name}', 'org_id');`
        : `SELECT create_distributed_table('${name}', 'org_id', colocate_with => '${distributed[0]!.name}');`,
    ),
    '',
    `-- On the coordinator alone: ${LOCAL_TABLES.join(', ')}, and the job queue (schema pgboss).`,
    '',
  ].join('\n');
}

const fitsOnWorkers = ({ using, check }: Policy): boolean =>
  onWorkers(using) !== null && onWorkers(check) !== null;

function alter({ name }: Table, policy: Policy): string {
  const [using, check] = [onWorkers(policy.using), onWorkers(policy.check)];
  return `ALTER POLICY ${policy.name} ON ${name}${using ? ` USING (${using})` : ''}${check ? ` WITH CHECK (${check})` : ''};`;
}

/** Whatever a key leads to comes before it. */
function inOrderOfKeys(tables: Table[], catalogue: Catalogue): Table[] {
  const [done, left] = [[] as Table[], new Map(tables.map((table) => [table.name, table]))];
  while (left.size) {
    const ready = [...left.values()].filter((table) =>
      table.constraints.every(
        (key) =>
          !left.has(key.references ?? '') ||
          key.references === table.name ||
          leadsElsewhere(table, key, catalogue),
      ),
    );
    if (!ready.length) throw new Error(`Keys lead in a circle: ${[...left.keys()].join(', ')}`);
    for (const table of ready) left.delete(table.name);
    done.push(...ready);
  }
  return done;
}
