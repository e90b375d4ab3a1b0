import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { visibleTo } from './overview.queries.js';

export const serverTimeOf = (): Sql => sql`SELECT app_now() AS now`;

const REQUIREMENT = sql`jsonb_build_object('id', r.id, 'kind', r.kind, 'title', r.title, 'required', r.required,
  'resolved', r.resolved_id IS NOT NULL, 'done', false)`;

/** What the enrollment's version asks for, with the lessons done. No row where the viewer may not see it. */
export function outlineOf(db: TenantDb, enrollmentId: string): Sql {
  return sql`
    SELECT e.id AS "enrollmentId", e.program_version_id AS "programVersionId", (
      SELECT jsonb_agg(jsonb_build_object('id', k.id, 'code', k.code, 'title', k.title, 'required', k.required,
        'prerequisiteIds', ARRAY(SELECT q.prerequisite_course_id FROM course_prerequisite q WHERE q.org_id = k.org_id AND q.course_id = k.id),
        'modules', coalesce((
          SELECT jsonb_agg(jsonb_build_object('id', m.id, 'title', m.title, 'minutes', m.clock_minutes, 'required', m.required, 'items', (
            SELECT coalesce(jsonb_agg(i.item ORDER BY i.turn, i.position), '[]') FROM (
              SELECT jsonb_build_object('id', l.id, 'kind', 'LESSON', 'title', l.title, 'required', l.required, 'resolved', true,
                'done', EXISTS (SELECT 1 FROM lesson_completion c WHERE c.org_id = l.org_id AND c.enrollment_id = e.id AND c.lesson_id = l.id)) AS item,
                0 AS turn, l.position
              FROM lesson l WHERE l.org_id = m.org_id AND l.module_id = m.id
              UNION ALL
              SELECT ${REQUIREMENT}, 1, r.position FROM course_requirement r WHERE r.org_id = m.org_id AND r.module_id = m.id) i)) ORDER BY m.position)
          FROM module m WHERE m.org_id = k.org_id AND m.course_id = k.id), '[]'),
        'items', coalesce((
          SELECT jsonb_agg(${REQUIREMENT} ORDER BY r.position) FROM course_requirement r
          WHERE r.org_id = k.org_id AND r.course_id = k.id AND r.module_id IS NULL), '[]')) ORDER BY k.position)
      FROM course k WHERE k.org_id = e.org_id AND k.program_version_id = e.program_version_id) AS courses
    FROM enrollment e WHERE e.org_id = ${db.orgId} AND e.id = ${enrollmentId} AND ${visibleTo(db)}`;
}
