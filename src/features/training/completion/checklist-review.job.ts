import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { openAssignments } from './checklist-completion.queries.js';
import { ChecklistCompletion } from './checklist-completion.service.js';

/** Has the open checklists of every organization decided anew. */
export const REVIEW_CHECKLISTS = jobKind<Record<string, never>>('training.review-checklists');
/** The same for one organization. */
export const REVIEW_CHECKLISTS_HERE = jobKind<Record<string, never>>('training.review-checklists-here', {
  timeoutSeconds: 3_600,
});
/** Days begin at different times: wherever a site is, its day is at most six hours old. */
const EVERY_SIX_HOURS = '20 */6 * * *';

/** Checklists in one transaction: their enrollments are held meanwhile. */
const AT_ONCE = 50;

/**
 * What changes by the calendar alone: a skill expires before the course is decided, or comes into effect. Nobody writes
 * anything then, so what was decided is looked at again.
 */
@Injectable()
export class ChecklistReview {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly completion: ChecklistCompletion,
  ) {
    jobs.handle(REVIEW_CHECKLISTS, (_, { db }) => this.everywhere(db));
    jobs.handle(REVIEW_CHECKLISTS_HERE, async (_, { db }) => void (await this.here(db)));
    jobs.every(REVIEW_CHECKLISTS, EVERY_SIX_HOURS);
  }

  /** Answers how many checklists were looked at. Safe to repeat: what the record says already is not said again. */
  async here(db: TenantDb): Promise<number> {
    const open = (await db.read<{ id: string }>(openAssignments(db.orgId))).map(({ id }) => id);
    for (let at = 0; at < open.length; at += AT_ONCE)
      await db.write((tx) => this.completion.decide(tx, open.slice(at, at + AT_ONCE)));
    return open.length;
  }

  private async everywhere(db: TenantDb): Promise<void> {
    const organizations = await db.read<{ orgId: string }>(
      sql`SELECT organizations_with_placements() AS "orgId"`,
    );
    for (const { orgId } of organizations)
      await this.database
        .forOrganization(orgId)
        .write((tx) => this.jobs.send(tx, REVIEW_CHECKLISTS_HERE, {}));
  }
}
