import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { PersonMerges, type MergedPersons } from '../../people/person-merges.js';
import { SignOffReviews } from './sign-off-reviews.service.js';
import { signedByOneself } from './sign-off-subject.queries.js';

type Merge = Pick<MergedPersons, 'mergeId' | 'intoPersonId'>;

/** Reviews, in one organization, what somebody signed, approved or observed of themselves under another id. */
const REVIEW_SIGNED_BY_ONESELF = jobKind<Merge & { orgId: string }>('training.review.self.signed');

/**
 * inv 1: two persons who turn out to be one may have signed for each other. Such a sign-off goes to review in every
 * organization that keeps one, by jobs that exist only if the merge does; none is taken away in silence.
 */
@Injectable()
export class SelfSigned {
  constructor(
    private readonly jobs: Jobs,
    reviews: SignOffReviews,
    database: Database,
    merges: PersonMerges,
  ) {
    jobs.handle(REVIEW_SIGNED_BY_ONESELF, ({ orgId, mergeId, intoPersonId }) =>
      database
        .forOrganization(orgId)
        .write((tx) =>
          reviews.open(tx, signedByOneself(tx.orgId, intoPersonId, mergeId), 'SIGNED_BY_ONESELF'),
        ),
    );
    merges.isFollowedBy((tx, merged) => this.reviewEverywhere(tx, merged));
  }

  private async reviewEverywhere(tx: Transaction, { mergeId, intoPersonId }: MergedPersons): Promise<void> {
    const orgs = await tx.query<{ orgId: string }>(
      sql`SELECT o AS "orgId" FROM orgs_that_keep_sign_offs_of(${intoPersonId}) AS o`,
    );
    for (const { orgId } of orgs)
      await this.jobs.send(tx, REVIEW_SIGNED_BY_ONESELF, { orgId, mergeId, intoPersonId });
  }
}
