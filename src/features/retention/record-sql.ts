import sql, { join, raw, type Sql } from 'sql-template-tag';
import { RECORD_TABLES, type RecordTable } from './record-tables.js';

/** What stands where something personal stood. */
export const ERASED_TEXT = 'erased';

/** Whose records in which organization; null: everybody's there. */
export interface Whose {
  readonly orgId: string;
  /** All ids by which one human being is known. */
  readonly personIds: readonly string[] | null;
}

const tableNamed = (name: string): RecordTable => RECORD_TABLES[name]!;

/** Condition on the rows `t` of a table of records: the given persons'. Of a table of no organization: wherever they come from. */
export function rowsOf(name: string, whose: Whose): Sql {
  const { isGlobal } = tableNamed(name);
  const ofOrganization = isGlobal ? sql`true` : sql`t.org_id = ${whose.orgId}::uuid`;
  return sql`${ofOrganization} AND ${subjectIs(name, 't', whose)}`;
}

function subjectIs(name: string, alias: string, whose: Whose): Sql {
  const { subject } = tableNamed(name);
  const column = raw(`${alias}.${subject.column}`);
  if (subject.in === null)
    return whose.personIds === null
      ? sql`${column} IS NOT NULL`
      : sql`${column} = ANY (${[...whose.personIds]}::uuid[])`;
  const inner = `${alias}_of`;
  const sameOrganization = tableNamed(subject.in).isGlobal
    ? sql`true`
    : sql`${raw(inner)}.org_id = ${whose.orgId}::uuid`;
  return sql`${column} IN (SELECT ${raw(inner)}.id FROM ${raw(`${subject.in} ${inner}`)}
    WHERE ${sameOrganization} AND ${subjectIs(subject.in, inner, whose)})`;
}

/** The person a row of `alias` is about. */
export function subjectOf(name: string, alias: string): Sql {
  const { subject, isGlobal } = tableNamed(name);
  const column = `${alias}.${subject.column}`;
  if (subject.in === null) return raw(column);
  const inner = `${alias}_of`;
  const both = !isGlobal && !tableNamed(subject.in).isGlobal;
  return sql`(SELECT ${subjectOf(subject.in, inner)} FROM ${raw(`${subject.in} ${inner}`)}
    WHERE ${raw(`${inner}.id = ${column}`)}${raw(both ? ` AND ${inner}.org_id = ${alias}.org_id` : '')})`;
}

/** A column that holds a moment or a day, as a day. Moments are read in UTC. */
const dayOf = (column: string): string =>
  column.endsWith('_at') ? `(t.${column} AT TIME ZONE 'UTC')::date` : `t.${column}`;

/** Tables of evidence that say by themselves of which day they are. */
const EVIDENCE = Object.entries(RECORD_TABLES).filter(
  ([, { recordClass, dated }]) => recordClass !== null && dated.length,
);

/**
 * What there is of each kind of records: `recordClass`, `itemCode`, `records`, `lastOn`. One statement, however many
 * records there are. Of a whole organization only what belongs to it.
 */
export function recordsOfKinds(whose: Whose): Sql {
  const counted = EVIDENCE.filter(([, { isGlobal }]) => !isGlobal || whose.personIds !== null).map(
    ([name, { recordClass, item, dated }]) => sql`
      SELECT ${recordClass}::text AS record_class, ${raw(item ? `t.${item}` : 'NULL::text')} AS item_code, count(*) AS records,
        max(greatest(${raw(dated.map(dayOf).join(', '))})) AS last_on
      FROM ${raw(`${name} t`)} WHERE ${rowsOf(name, whose)} GROUP BY 2`,
  );
  return sql`SELECT record_class AS "recordClass", item_code AS "itemCode", sum(records)::int AS records,
      max(last_on)::text AS "lastOn"
    FROM (${join(counted, ' UNION ALL ')}) AS counted GROUP BY 1, 2 ORDER BY 1, 2 NULLS FIRST`;
}

/** How many records of others, not erased themselves, name one of these as who did something: one number, in one statement. */
export function namedInOthersRecords({
  orgId,
  personIds,
}: {
  orgId: string;
  personIds: readonly string[];
}): Sql {
  const others = Object.entries(RECORD_TABLES).filter(
    ([, { recordClass, by, isGlobal }]) => recordClass !== null && by.length && !isGlobal,
  );
  const counted = others.map(([name, { by }]) => {
    const named = by.map((column) => sql`${raw(`t.${column}`)} = ANY (${[...personIds]}::uuid[])`);
    return sql`SELECT count(*) AS records FROM (
        SELECT ${subjectOf(name, 't')} AS subject FROM ${raw(`${name} t`)} WHERE t.org_id = ${orgId}::uuid AND (${join(named, ' OR ')})) AS named
      WHERE subject <> ALL (${[...personIds]}::uuid[])
        AND NOT EXISTS (SELECT 1 FROM erasure e WHERE e.org_id = ${orgId}::uuid AND e.person_id = subject)`;
  });
  return sql`SELECT sum(records)::int AS records FROM (${join(counted, ' UNION ALL ')}) AS counted`;
}
