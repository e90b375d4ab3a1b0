import sql, { type Sql } from 'sql-template-tag';

/** JSON of the history of the enrollment with this id, null for none, in a statement of the organization it belongs to. */
export const enrollmentHistory = (orgId: string, enrollmentId: Sql): Sql => sql`
  coalesce((SELECT jsonb_agg(jsonb_build_object('id', t.id, 'event', t.event, 'effectiveOn', t.effective_on, 'correctsId', t.corrects_id,
      'recordedAt', t.recorded_at) ORDER BY t.recorded_at, t.id)
    FROM enrollment_status_entry t WHERE t.org_id = ${orgId} AND t.enrollment_id = ${enrollmentId}), '[]')`;
