import type { Client } from 'pg';

/** What PostgreSQL knows of our schema, in the form in which it can be compared and reviewed. */
export interface Catalogue {
  tables: Table[];
  functions: DatabaseFunction[];
  /** Types that are neither tables nor PostgreSQL's own. */
  types: string[];
}

export interface Table {
  name: string;
  owner: string;
  secured: boolean;
  forced: boolean;
  columns: { name: string; definition: string }[];
  constraints: Constraint[];
  indexes: Index[];
  policies: Policy[];
  triggers: string[];
  /** Role → privileges, PUBLIC included. */
  grants: Record<string, string[]>;
}

export interface Constraint {
  name: string;
  kind: 'primary key' | 'unique' | 'foreign key' | 'check' | 'other';
  columns: string[];
  definition: string;
  /** The table a foreign key leads to. */
  references: string | null;
}

export interface Index {
  name: string;
  definition: string;
  columns: string[];
  unique: boolean;
  partial: boolean;
}

export interface Policy {
  name: string;
  command: string;
  using: string | null;
  check: string | null;
  functions: string[];
}

export interface DatabaseFunction {
  signature: string;
  name: string;
  language: string;
  volatility: 'immutable' | 'stable' | 'volatile';
  securityDefiner: boolean;
  settings: string[];
  definition: string;
  /** Who may run it: role names, PUBLIC included. */
  callers: string[];
}

const RELATIONS = `relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> 'migration'`;
const columnNames = (relation: string, numbers: string): string => `coalesce((
  SELECT json_agg(a.attname ORDER BY n.ordinal) FROM unnest(${numbers}) WITH ORDINALITY n (number, ordinal)
  LEFT JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = n.number), '[]')`;

const TABLES = `
  SELECT c.relname AS name, pg_get_userbyid(c.relowner) AS owner, c.relrowsecurity AS secured, c.relforcerowsecurity AS forced,
    (SELECT json_agg(json_build_object('name', a.attname, 'definition', format_type(a.atttypid, a.atttypmod)
        || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
        || CASE WHEN a.attidentity <> '' THEN ' IDENTITY' ELSE '' END || CASE WHEN a.attgenerated <> '' THEN ' GENERATED' ELSE '' END)
      ORDER BY a.attnum)
     FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
    coalesce((SELECT json_agg(json_build_object('name', k.conname,
        'kind', CASE k.contype WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' WHEN 'f' THEN 'foreign key' WHEN 'c' THEN 'check' ELSE 'other' END,
        'columns', ${columnNames('k.conrelid', 'k.conkey')}, 'definition', pg_get_constraintdef(k.oid),
        'references', (SELECT r.relname FROM pg_class r WHERE r.oid = k.confrelid)) ORDER BY k.conname)
     FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'n'), '[]') AS constraints,
    coalesce((SELECT json_agg(json_build_object('name', i.relname, 'definition', pg_get_indexdef(x.indexrelid),
        'columns', ${columnNames('x.indrelid', 'x.indkey')}, 'unique', x.indisunique, 'partial', x.indpred IS NOT NULL) ORDER BY i.relname)
     FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid), '[]') AS indexes,
    coalesce((SELECT json_agg(json_build_object('name', p.polname,
        'command', CASE p.polcmd WHEN '*' THEN 'ALL' WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' ELSE 'DELETE' END
          || CASE WHEN p.polpermissive THEN '' ELSE ' (restrictive)' END,
        'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid),
        'functions', coalesce((SELECT json_agg(DISTINCT f.proname) FROM pg_depend d JOIN pg_proc f ON f.oid = d.refobjid
          WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_proc'::regclass
            AND f.pronamespace = 'public'::regnamespace), '[]')) ORDER BY p.polname)
     FROM pg_policy p WHERE p.polrelid = c.oid), '[]') AS policies,
    coalesce((SELECT json_agg(pg_get_triggerdef(t.oid) ORDER BY t.tgname) FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal), '[]') AS triggers,
    coalesce((SELECT json_object_agg(g.grantee, g.privileges ORDER BY g.grantee) FROM (
        SELECT CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END AS grantee,
          json_agg(x.privilege_type ORDER BY x.privilege_type) AS privileges
        FROM (
          SELECT a.grantee, a.privilege_type FROM aclexplode(c.relacl) a
          UNION ALL
          SELECT a.grantee, a.privilege_type || ' (' || string_agg(t.attname, ', ' ORDER BY t.attname) || ')'
          FROM pg_attribute t, aclexplode(t.attacl) a WHERE t.attrelid = c.oid AND NOT t.attisdropped
          GROUP BY a.grantee, a.privilege_type) x
        WHERE x.grantee <> c.relowner GROUP BY 1) g), '{}') AS grants
  FROM pg_class c WHERE ${RELATIONS} ORDER BY c.relname`;

const FUNCTIONS = `
  SELECT p.proname || '(' || pg_get_function_identity_arguments(p.oid) || ')' AS signature, p.proname AS name, l.lanname AS language,
    CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END AS volatility,
    p.prosecdef AS "securityDefiner", coalesce(to_json(p.proconfig), '[]') AS settings, pg_get_functiondef(p.oid) AS definition,
    (SELECT coalesce(json_agg(CASE x.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(x.grantee) END ORDER BY 1), '[]')
     FROM (SELECT DISTINCT grantee FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) WHERE grantee <> p.proowner) x) AS callers
  FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
  WHERE p.pronamespace = 'public'::regnamespace ORDER BY 1`;

const TYPES = `
  SELECT t.typname || CASE t.typtype WHEN 'e' THEN ' (enum)' WHEN 'd' THEN ' (domain)' ELSE '' END AS name
  FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'r', 'm') ORDER BY 1`;

/** Reads the catalogue; any role may. */
export async function catalogueOf(client: Client): Promise<Catalogue> {
  return {
    tables: (await client.query<Table>(TABLES)).rows,
    functions: (await client.query<DatabaseFunction>(FUNCTIONS)).rows,
    types: (await client.query<{ name: string }>(TYPES)).rows.map((row) => row.name),
  };
}

/** The catalogue as text, in a fixed order: what is committed and reviewed. */
export function catalogueText({ tables, functions, types }: Catalogue): string {
  const heading = '# Made from a migrated database by `npm run schema:catalogue`.';
  return (
    [
      heading,
      ...types.map((name) => `type ${name}`),
      ...tables.map(tableText),
      ...functions.map(functionText),
    ].join('\n\n') + '\n'
  );
}

function tableText(table: Table): string {
  const security = table.secured
    ? table.forced
      ? 'row-level security, forced'
      : 'row-level security'
    : 'open';
  const lines = [
    ...table.columns.map(({ name, definition }) => `${name} ${definition}`),
    ...table.constraints.map(({ name, definition }) => `constraint ${name} ${definition}`),
    ...table.indexes.map(
      ({ definition }) => `index ${definition.replace(/^CREATE /, '').replaceAll('public.', '')}`,
    ),
    ...table.policies.map(policyText),
    ...table.triggers.map(
      (definition) => `trigger ${definition.replace(/^CREATE TRIGGER /, '').replaceAll('public.', '')}`,
    ),
    ...Object.entries(table.grants).map(([role, privileges]) => `grant to ${role}: ${privileges.join(', ')}`),
  ];
  return [
    `table ${table.name} (${table.owner}; ${security})`,
    ...lines.map((line) => `  ${flat(line)}`),
  ].join('\n');
}

function policyText({ name, command, using, check }: Policy): string {
  const conditions = [using && `USING ${using}`, check && `WITH CHECK ${check}`].filter(Boolean);
  return `policy ${name} for ${command} ${conditions.join(' ')}`;
}

function functionText({ definition, callers }: DatabaseFunction): string {
  const lines = definition.trimEnd().replace('CREATE OR REPLACE ', '').replaceAll('public.', '').split('\n');
  return [...lines, `callers: ${callers.join(', ') || 'none'}`].map((line) => line.trimEnd()).join('\n');
}

const flat = (text: string): string => text.replace(/\s+/g, ' ');
