import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { CourseCredits } from './course-credits.service.js';

/** Has finished and taught courses credited in every organization. */
export const CREDIT_COURSES = jobKind<Record<string, never>>('ce.credit-courses');
/** The same for one organization. */
export const CREDIT_COURSES_HERE = jobKind<Record<string, never>>('ce.credit-courses-here', {
  timeoutSeconds: 3_600,
});
const EVERY_NIGHT = '40 3 * * *';

/** What people finish or teach in our own courses is credited by the next morning. */
@Injectable()
export class CourseCreditJob {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly credits: CourseCredits,
  ) {
    jobs.handle(CREDIT_COURSES, (_, { db }) => this.everywhere(db));
    jobs.handle(CREDIT_COURSES_HERE, async (_, { db }) => void (await this.here(db)));
    jobs.every(CREDIT_COURSES, EVERY_NIGHT);
  }

  /** Safe to repeat: who was credited is not credited again. */
  async here(db: TenantDb): Promise<void> {
    const links = await db.read<{ id: string }>(
      sql`SELECT k.id FROM ce_course_link k WHERE k.org_id = ${db.orgId} ORDER BY k.id`,
    );
    for (const { id } of links) await db.write((tx) => this.credits.creditIn(tx, id));
  }

  private async everywhere(db: TenantDb): Promise<void> {
    const organizations = await db.read<{ orgId: string }>(
      sql`SELECT organizations_with_ce_course_links() AS "orgId"`,
    );
    for (const { orgId } of organizations)
      await this.database.forOrganization(orgId).write((tx) => this.jobs.send(tx, CREDIT_COURSES_HERE, {}));
  }
}
