import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import { mayReadCeOf } from '../ce-access.js';

type At = Pick<Tenancy, 'orgId'>;

/** All that was ever said about completions, with their activities in every version and their evidence. */
export const completionRecords = ({ orgId }: At, ids: readonly string[]): Sql => sql`
  SELECT c.id, jsonb_build_object('id', c.id, 'personId', c.person_id, 'activityId', c.activity_id, 'source', c.source_key,
    'activity', (SELECT jsonb_agg(jsonb_build_object('number', v.number, 'title', v.title, 'kind', v.kind, 'nature', v.nature,
        'provider', v.provider, 'providerNumber', v.provider_number, 'courseIdentity', v.course_identity, 'courseNumber', v.course_number,
        'delivery', v.delivery, 'minutes', v.minutes, 'categories', v.categories, 'properties', v.properties, 'approvals', v.approvals,
        'withdrawn', v.withdrawn, 'reason', v.reason, 'recordedAt', v.recorded_at) ORDER BY v.number)
      FROM ce_activity_version v WHERE v.org_id = c.org_id AND v.activity_id = c.activity_id),
    'entries', (SELECT jsonb_agg(jsonb_build_object('number', e.number, 'kind', e.kind, 'role', e.role, 'startsAt', e.starts_at,
        'endsAt', e.ends_at, 'timeZone', e.time_zone, 'completedOn', e.completed_on, 'minutes', e.minutes, 'categories', e.categories,
        'reason', e.reason, 'recordedBy', e.recorded_by, 'recordedAt', e.recorded_at) ORDER BY e.number)
      FROM ce_completion_entry e WHERE e.org_id = c.org_id AND e.completion_id = c.id),
    'evidence', coalesce((SELECT jsonb_agg(jsonb_build_object('fileId', x.file_id, 'name', s.name, 'contentType', s.content_type,
        'bytes', s.declared_bytes, 'sha256', x.sha256, 'addedBy', x.added_by, 'addedAt', x.added_at) ORDER BY x.added_at, x.file_id)
      FROM ce_completion_file x JOIN stored_file s ON s.org_id = x.org_id AND s.id = x.file_id
      WHERE x.org_id = c.org_id AND x.completion_id = c.id), '[]')) AS record
  FROM ce_completion c WHERE c.org_id = ${orgId} AND c.id = ANY (${[...ids]}::uuid[]) ORDER BY c.id`;

/** Every decision about a cycle, and every waiver of it, those that were taken back too. */
export const decisionsAbout = ({ orgId }: At, obligationId: string, cycleStartsOn: string): Sql => sql`
  SELECT (SELECT o.name FROM organization o WHERE o.id = ${orgId}) AS organization,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', k.id, 'number', k.number, 'reason', k.reason, 'contentHash', k.content_hash,
        'recordedBy', k.recorded_by, 'recordedAt', k.recorded_at) ORDER BY k.number)
      FROM ce_cycle_closing k WHERE k.org_id = ${orgId} AND k.obligation_id = ${obligationId} AND k.cycle_starts_on = ${cycleStartsOn}), '[]') AS closings,
    coalesce((SELECT jsonb_agg(jsonb_build_object('id', w.id, 'kind', w.kind, 'reasonCode', w.reason_code, 'requirement', w.requirement,
        'minutes', w.minutes, 'extendedTo', w.extended_to, 'grantedOn', w.granted_on, 'revokes', w.revokes_id,
        'recordedBy', w.recorded_by, 'recordedAt', w.recorded_at) ORDER BY w.recorded_at, w.id)
      FROM ce_waiver w WHERE w.org_id = ${orgId} AND w.obligation_id = ${obligationId} AND w.cycle_starts_on = ${cycleStartsOn}), '[]') AS waivers`;

export const audits = (db: Tenancy, condition: Sql): Sql => sql`
  SELECT a.id, a.obligation_id AS "obligationId", a.cycle_starts_on::text AS "cycleStartsOn", a.packet, a.content_hash AS "contentHash",
    a.recorded_at AS "recordedAt"
  FROM ce_audit a JOIN ce_obligation o ON o.org_id = a.org_id AND o.id = a.obligation_id
  WHERE a.org_id = ${db.orgId} AND ${mayReadCeOf(db, sql`o.person_id`)} AND (${condition})`;
