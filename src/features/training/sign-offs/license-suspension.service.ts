import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal } from '../../../platform/graphql/refusal.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import type { License } from '../licenses/license.entity.js';
import type { RecordLicenseStatusInput } from '../licenses/license.input.js';
import type { OwnLicense } from '../licenses/license.refusals.js';
import { LicenseService } from '../licenses/license.service.js';
import { LicenseStatus, type RecordedStatus } from '../licenses/license-status.service.js';
import { SignOffReviews } from './sign-off-reviews.service.js';
import { type LostDays, validatedUnder } from './sign-off-subject.queries.js';

/** Reviews, in one organization, what was signed, approved or observed under a license that turns out not to have been active. */
const REVIEW_SIGNED_UNDER = jobKind<LostDays & { orgId: string }>('training.review.signed.under');

/**
 * What a board says of a license, and what follows: every sign-off that was signed, approved or observed under it on days
 * on which it was not active after all goes to review, in every organization that keeps one; none is taken away in silence (inv 2). Other organizations' are
 * reviewed by jobs, which exist only if the entry does: they hold also what was signed in placements that are over.
 */
@Injectable()
export class LicenseSuspensions {
  constructor(
    private readonly status: LicenseStatus,
    private readonly licenses: LicenseService,
    private readonly reviews: SignOffReviews,
    private readonly jobs: Jobs,
    database: Database,
  ) {
    jobs.handle(REVIEW_SIGNED_UNDER, ({ orgId, ...lost }) =>
      database.forOrganization(orgId).write((tx) => this.reviewIn(tx, lost)),
    );
  }

  /** Throws NOT_FOUND for a license of nobody here. */
  async record(db: TenantDb, input: RecordLicenseStatusInput): Promise<License | OwnLicense> {
    const receipt = await db.once(input, async (tx) => {
      const recorded = await this.status.record(tx, input);
      if (isRefusal(recorded)) return recorded;
      if (recorded.lost.length > 0) await this.reviewEverywhere(tx, recorded);
      return { id: recorded.licenseId };
    });
    return isRefusal(receipt) ? receipt : this.licenses.byId(db, receipt.id);
  }

  private async reviewEverywhere(tx: Transaction, recorded: RecordedStatus): Promise<void> {
    const { entryId, licenseId, personId, lost } = recorded;
    await this.reviewIn(tx, recorded);
    const orgs = await tx.query<{ orgId: string }>(
      sql`SELECT o AS "orgId" FROM orgs_that_signed_under(${licenseId}) AS o WHERE o <> ${tx.orgId}`,
    );
    for (const { orgId } of orgs)
      await this.jobs.send(tx, REVIEW_SIGNED_UNDER, { orgId, entryId, licenseId, personId, lost });
  }

  private reviewIn(tx: Transaction, days: LostDays): Promise<void> {
    return this.reviews.open(tx, validatedUnder(tx.orgId, days), 'LICENSE_STATUS_CHANGED');
  }
}
