import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { CeReportRecord, CeReportRowRecord } from './ce-report.entity.js';
import type { ReportedActivity, ReportedBefore, ReportedLicense } from './report-row.rules.js';

type At = Pick<Tenancy, 'orgId'>;

/** The format of a name as it was loaded last. */
export const formatByCode = (code: string): Sql => sql`
  SELECT format FROM ce_report_format WHERE code = ${code} ORDER BY recorded_at DESC, id DESC LIMIT 1`;

export type LicenseRow = ReportedLicense & { readonly obligationId: string };

/** Licenses that obligations renew, with what this organization last found at the board. */
export const licensesRenewed = ({ orgId }: At, obligationIds: readonly string[]): Sql => sql`
  SELECT o.id AS "obligationId", l.number, l.type_code AS "typeCode", l.jurisdiction, p.given_name AS "givenName",
    p.family_name AS "familyName",
    coalesce((SELECT v.outcome = 'CONFIRMED' FROM license_verification v WHERE v.org_id = o.org_id AND v.license_id = l.id
      ORDER BY v.verified_on DESC, v.recorded_at DESC, v.id DESC LIMIT 1), false) AS confirmed
  FROM ce_obligation o JOIN license l ON l.id = o.renews_id JOIN person p ON p.id = o.person_id
  WHERE o.org_id = ${orgId} AND o.id = ANY (${[...obligationIds]}::uuid[]) AND o.renews = 'LICENSE'`;

export type BeforeRow = ReportedBefore & { readonly obligationId: string; readonly completionId: string };

/** What was reported last of each completion. */
export const reportedBefore = ({ orgId }: At, obligationIds: readonly string[]): Sql => sql`
  SELECT DISTINCT ON (w.obligation_id, w.completion_id) w.obligation_id AS "obligationId", w.completion_id AS "completionId",
    w.number, w.kind, w.content_hash AS "contentHash", w.cells
  FROM ce_report_row w WHERE w.org_id = ${orgId} AND w.obligation_id = ANY (${[...obligationIds]}::uuid[])
  ORDER BY w.obligation_id, w.completion_id, w.number DESC`;

export type ActivityRow = ReportedActivity & { readonly id: string };

export const activitiesReported = ({ orgId }: At, activityIds: readonly string[]): Sql => sql`
  SELECT DISTINCT ON (v.activity_id) v.activity_id AS id, v.course_number AS "courseNumber", v.course_identity AS "courseIdentity",
    v.provider, v.provider_number AS "providerNumber"
  FROM ce_activity_version v WHERE v.org_id = ${orgId} AND v.activity_id = ANY (${[...activityIds]}::uuid[])
  ORDER BY v.activity_id, v.number DESC`;

export type ReportRow = Pick<CeReportRecord, 'id' | 'policyCode' | 'format' | 'columns' | 'recordedAt'> & {
  readonly leftOut: { completionId: string; personId: string; message: string }[];
  readonly rows: Pick<CeReportRowRecord, 'completionId' | 'kind' | 'number' | 'cells'>[];
};

export const reports = ({ orgId }: At, condition: Sql): Sql => sql`
  SELECT r.id, r.policy_code AS "policyCode", r.format, r.columns, r.left_out AS "leftOut", r.recorded_at AS "recordedAt",
    coalesce((SELECT jsonb_agg(jsonb_build_object('completionId', w.completion_id, 'kind', w.kind, 'number', w.number, 'cells', w.cells)
      ORDER BY w.position) FROM ce_report_row w WHERE w.org_id = r.org_id AND w.report_id = r.id), '[]') AS rows
  FROM ce_report r WHERE r.org_id = ${orgId} AND (${condition})`;
