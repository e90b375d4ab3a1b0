import sql, { empty, type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { QuestionsArgs } from './question.input.js';

/** A page of the bank by code. `%` and `_` in the search are letters like any other. */
export function questionsPage(db: Tenancy, args: QuestionsArgs, after: string | null): Sql {
  return sql`SELECT q.* FROM question q ${bankFilter(db, args)}
    AND (${after}::text IS NULL OR q.code > ${after}::text) ORDER BY q.code LIMIT ${args.first + 1}`;
}

export const questionsCount = (db: Tenancy, args: QuestionsArgs): Sql =>
  sql`SELECT count(*)::int AS count FROM question q ${bankFilter(db, args)}`;

function bankFilter(db: Tenancy, { search, category, tags, type, includeRetired }: QuestionsArgs): Sql {
  const part = search ? `%${search.replace(/[\\%_]/g, '\\$&')}%` : null;
  return sql`
    JOIN LATERAL (SELECT v.type, v.stem FROM question_version v
      WHERE v.org_id = q.org_id AND v.question_id = q.id ORDER BY v.number DESC LIMIT 1) latest ON true
    WHERE q.org_id = ${db.orgId}
    ${includeRetired ? empty : sql`AND q.retired_at IS NULL`}
    ${part ? sql`AND (q.code ILIKE ${part} OR latest.stem ILIKE ${part})` : empty}
    ${category ? sql`AND q.category = ${category}` : empty}
    ${tags?.length ? sql`AND q.tags @> ${tags}::text[]` : empty}
    ${type ? sql`AND latest.type = ${type}` : empty}`;
}
