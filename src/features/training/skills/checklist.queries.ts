import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';

/** The organization's own versions that `which` (of `v` and `c`) picks, one row each. */
export const storedChecklists = (db: Tenancy, which: Sql): Sql => sql`
  SELECT c.id AS "checklistId", c.code, v.id AS "versionId", v.number, v.status, v.title, v.completion, v.required_minutes AS "requiredMinutes",
    (SELECT coalesce(jsonb_agg(jsonb_build_object('code', s.code, 'number', w.number, 'status', w.status, 'required', k.required,
        'versionId', w.id, 'prerequisites', (SELECT coalesce(jsonb_agg(o.code ORDER BY o.code), '[]') FROM skill_prerequisite p
          JOIN skill o ON o.org_id = p.org_id AND o.id = p.prerequisite_skill_id WHERE p.org_id = w.org_id AND p.skill_version_id = w.id))
        ORDER BY k.position), '[]')
      FROM checklist_skill k JOIN skill_version w ON w.org_id = k.org_id AND w.id = k.skill_version_id
      JOIN skill s ON s.org_id = k.org_id AND s.id = k.skill_id
      WHERE k.org_id = v.org_id AND k.checklist_version_id = v.id) AS skills
  FROM checklist_version v JOIN checklist c ON c.org_id = v.org_id AND c.id = v.checklist_id
  WHERE v.org_id = ${db.orgId} AND ${which}
  ORDER BY c.code, v.number`;

/** The newest published version of each checklist among the codes. */
export const newestPublished = (db: Tenancy, codes: readonly string[]): Sql => sql`
  SELECT DISTINCT ON (c.id) c.code, v.id AS "versionId" FROM checklist c
  JOIN checklist_version v ON v.org_id = c.org_id AND v.checklist_id = c.id AND v.status = 'PUBLISHED'
  WHERE c.org_id = ${db.orgId} AND c.code = ANY(${codes}::text[]) ORDER BY c.id, v.number DESC`;
