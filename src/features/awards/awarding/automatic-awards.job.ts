import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { isRefusal } from '../../../platform/graphql/refusal.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { AwardDecisions } from './award-decisions.service.js';
import { organizationsThatAward } from './award-policy.service.js';
import { AWARD_POLICY } from './award-record.queries.js';
import { Awarding } from './awarding.service.js';

/** Has what is complete awarded in every organization whose policy says so. */
export const AWARD_AUTOMATICALLY = jobKind<Record<string, never>>('awards.award-automatically');
/** The same in one organization. */
export const AWARD_AUTOMATICALLY_HERE = jobKind<Record<string, never>>('awards.award-automatically-here', {
  timeoutSeconds: 3_600,
});
const EVERY_TEN_MINUTES = '*/10 * * * *';

/** Enrollments that are decided together. */
const AT_ONCE = 100;

/**
 * Awards without being asked, where the policy says so. What may complete a program is written in many places, and some
 * of it by the calendar alone: so candidates are looked for, instead of every writer having to know. Safe to repeat:
 * who has a certificate is none, and two that come together wait for each other. What was revoked, a person must award anew.
 */
@Injectable()
export class AutomaticAwards {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly decisions: AwardDecisions,
    private readonly awarding: Awarding,
  ) {
    jobs.handle(AWARD_AUTOMATICALLY, (_, { db }) => this.everywhere(db));
    jobs.handle(AWARD_AUTOMATICALLY_HERE, async (_, { db }) => void (await this.here(db)));
    jobs.every(AWARD_AUTOMATICALLY, EVERY_TEN_MINUTES);
  }

  /** Answers how many were awarded. */
  async here(db: TenantDb): Promise<number> {
    const waiting = (await db.read<{ id: string }>(candidates(db.orgId))).map(({ id }) => id);
    let awarded = 0;
    for (let at = 0; at < waiting.length; at += AT_ONCE)
      for (const enrollmentId of await this.ready(db, waiting.slice(at, at + AT_ONCE)))
        awarded += Number(await this.award(db, enrollmentId));
    return awarded;
  }

  private async ready(db: TenantDb, enrollmentIds: readonly string[]): Promise<string[]> {
    const which = sql`e.id = ANY (${[...enrollmentIds]}::uuid[])`;
    const decisions = await db.load((tx) => this.decisions.of(tx, which));
    return decisions.filter(({ ready }) => ready).map(({ subject }) => subject.enrollmentId);
  }

  private async award(db: TenantDb, enrollmentId: string): Promise<boolean> {
    const aim = { enrollmentId, trackId: null, automatic: true };
    return !isRefusal(await db.write((tx) => this.awarding.awardIn(tx, aim)));
  }

  private async everywhere(db: TenantDb): Promise<void> {
    for (const { orgId } of await db.read<{ orgId: string }>(organizationsThatAward))
      await this.database
        .forOrganization(orgId)
        .write((tx) => this.jobs.send(tx, AWARD_AUTOMATICALLY_HERE, {}));
  }
}

/** Whoever has completed their courses, was never awarded the program, and is in one that is awarded automatically. */
const candidates = (orgId: string): Sql => sql`
  SELECT e.id FROM enrollment e JOIN enrollment_progress g ON g.org_id = e.org_id AND g.enrollment_id = e.id AND g.complete
  WHERE e.org_id = ${orgId} AND e.status IN ('ACTIVE', 'COMPLETED') AND (${AWARD_POLICY} ->> 'automatic')::boolean
    AND NOT EXISTS (SELECT 1 FROM award a WHERE a.org_id = e.org_id AND a.enrollment_id = e.id AND a.kind = 'PROGRAM')
  ORDER BY e.id`;
