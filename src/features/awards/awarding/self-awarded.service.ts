import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { PersonMerges, type MergedPersons } from '../../people/person-merges.js';
import { AwardChanges } from './award-changes.service.js';

type Payload = { orgId: string; intoPersonId: string };

/** Suspends, in one organization, what somebody awarded or gave back to themselves under another id. */
const SUSPEND_SELF_AWARDED = jobKind<Payload>('awards.suspend.self.awarded');

const REASON =
  'Who decided about it and who holds it turned out to be one person: somebody else has to decide.';

/**
 * inv 1: two persons who turn out to be one may have awarded each other. Such an award is suspended in every organization
 * that made one, by jobs that exist only if the merge does, until somebody else reinstates or revokes it.
 */
@Injectable()
export class SelfAwarded {
  constructor(
    private readonly jobs: Jobs,
    changes: AwardChanges,
    database: Database,
    merges: PersonMerges,
  ) {
    jobs.handle(SUSPEND_SELF_AWARDED, ({ orgId, intoPersonId }) =>
      database.forOrganization(orgId).write(async (tx) => {
        for (const { awardId } of await tx.query<{ awardId: string }>(selfAwarded(tx.orgId, intoPersonId)))
          await changes.enterIn(tx, { awardId, reason: REASON }, 'SUSPENDED');
      }),
    );
    merges.isFollowedBy((tx, merged) => this.everywhere(tx, merged));
  }

  private async everywhere(tx: Transaction, { intoPersonId }: MergedPersons): Promise<void> {
    const orgs = await tx.query<{ orgId: string }>(
      sql`SELECT o AS "orgId" FROM orgs_that_awarded(${intoPersonId}) AS o`,
    );
    for (const { orgId } of orgs) await this.jobs.send(tx, SUSPEND_SELF_AWARDED, { orgId, intoPersonId });
  }
}

/** In one order, so that two merges never wait for each other. */
const selfAwarded = (orgId: string, personId: string): Sql => sql`
  SELECT a.id AS "awardId" FROM award a
  WHERE a.org_id = ${orgId} AND a.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)
    AND (canonical_person(a.awarded_by) = canonical_person(a.person_id) OR EXISTS (
      SELECT 1 FROM award_entry n WHERE n.org_id = a.org_id AND n.award_id = a.id AND n.kind = 'REINSTATED'
      AND canonical_person(n.recorded_by) = canonical_person(a.person_id)))
  ORDER BY a.enrollment_id, a.id`;
