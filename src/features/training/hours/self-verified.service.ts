import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { PersonMerges, type MergedPersons } from '../../people/person-merges.js';
import { HourReopening } from './hour-reopening.service.js';
import { verifiedByOneself } from './hour-verification.queries.js';

type Merge = Pick<MergedPersons, 'intoPersonId' | 'mergedBy'>;

/** Reopens, in one organization, hours that somebody verified, or supervised, of themselves under another id. */
const REOPEN_VERIFIED_BY_ONESELF = jobKind<Merge & { orgId: string }>('training.reopen.self.verified');

const REASON = 'Who verified or supervised them turned out to be the trainee: somebody else decides.';

/**
 * inv 1: two persons who turn out to be one may have verified each other's hours. Those wait to be decided again, in every
 * organization that keeps some, by jobs that exist only if the merge does.
 */
@Injectable()
export class SelfVerified {
  constructor(
    private readonly jobs: Jobs,
    private readonly reopening: HourReopening,
    database: Database,
    merges: PersonMerges,
  ) {
    jobs.handle(REOPEN_VERIFIED_BY_ONESELF, ({ orgId, ...merge }) =>
      database.forOrganization(orgId).write((tx) => this.reopenHere(tx, merge)),
    );
    merges.isFollowedBy((tx, merged) => this.reopenEverywhere(tx, merged));
  }

  private async reopenEverywhere(tx: Transaction, { intoPersonId, mergedBy }: MergedPersons): Promise<void> {
    const orgs = await tx.query<{ orgId: string }>(
      sql`SELECT o AS "orgId" FROM orgs_that_keep_hours_of(${intoPersonId}) AS o`,
    );
    for (const { orgId } of orgs)
      await this.jobs.send(tx, REOPEN_VERIFIED_BY_ONESELF, { orgId, intoPersonId, mergedBy });
  }

  private async reopenHere(tx: Transaction, { intoPersonId, mergedBy }: Merge): Promise<void> {
    const found = await tx.query<{ assignmentId: string; ids: string[] }>(
      verifiedByOneself(tx.orgId, intoPersonId),
    );
    for (const { assignmentId, ids } of found)
      await this.reopening.takeBack(tx, assignmentId, ids, { reason: REASON, decidedBy: mergedBy });
  }
}
