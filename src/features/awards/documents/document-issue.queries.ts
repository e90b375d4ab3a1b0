import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { newId } from '../../../platform/ids/ids.js';
import type { DocumentKind } from './document-issue.js';

/** A document that somebody asked for and reads. */
export interface ReadDocument {
  readonly kind: DocumentKind;
  readonly personId: string;
  readonly awardId: string | null;
  /** SHA-256, hexadecimal. */
  readonly contentHash: string;
}

/** Notes who printed it: once a day for the same content. */
export const noteRead = (
  { orgId, db }: Transaction,
  { kind, personId, awardId, contentHash }: ReadDocument,
): Sql => sql`
  INSERT INTO document_issue (org_id, id, kind, person_id, award_id, content_hash, issued_by, issued_on)
  VALUES (${orgId}, ${newId()}, ${kind}, ${personId}, ${awardId}, ${contentHash}, ${db.actorId}, (app_now() AT TIME ZONE 'UTC')::date)
  ON CONFLICT DO NOTHING`;

/** Issues `i` the viewer may read: about themselves, or with the permission to read records of people in cohorts they may see. */
export function readableIssues(db: Tenancy, personId: string): Sql {
  const own = sql`may_read_as_own(${db.viewer.personId}, i.person_id)`;
  const seen = sql`NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.org_id = i.org_id AND e.person_id = i.person_id
    AND NOT may_see_cohort(${db.orgId}::uuid, ${db.viewer.membershipId}::uuid, e.cohort_id))`;
  return sql`i.person_id = ANY (ARRAY(SELECT same.person_id FROM same_persons(ARRAY[${personId}::uuid]) AS same))
    AND (${own} OR (${db.viewer.can('record:read')} AND ${seen}))`;
}

/** The latest first, after the one with the id of the cursor. */
export const issuesOf = (db: Tenancy, personId: string, after: string | null, limit: number): Sql => sql`
  SELECT i.id, i.kind, i.person_id AS "personId", i.award_id AS "awardId", i.content_hash AS "contentHash", i.recipient, i.basis, i.evidence,
    btrim(p.given_name || ' ' || p.family_name) AS "issuedByName", i.issued_at AS "issuedAt"
  FROM document_issue i JOIN person p ON p.id = i.issued_by
  WHERE i.org_id = ${db.orgId} AND ${readableIssues(db, personId)} AND (${after}::uuid IS NULL OR i.id < ${after}::uuid)
  ORDER BY i.id DESC LIMIT ${limit}`;
