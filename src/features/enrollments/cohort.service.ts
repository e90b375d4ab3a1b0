import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { In } from 'typeorm';
import type { Role } from '../../platform/access/permissions.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/faults/fault.js';
import { Loader } from '../../platform/graphql/loader.js';
import { pageOf, type Page } from '../../platform/graphql/page.js';
import { isRefusal, refuse, type Refusal } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { Site } from '../organizations/site.entity.js';
import type { ProgramVersionStatus } from '../programs/program.entity.js';
import { Cohort, CohortInstructor } from './cohort.entity.js';
import type {
  AddCohortInstructorInput,
  CloseCohortInput,
  CohortsArgs,
  CreateCohortInput,
  RemoveCohortInstructorInput,
  UpdateCohortInput,
} from './cohort.input.js';
import {
  cohortCount,
  cohortPage,
  cohortsById,
  lockedCohort,
  seenCohortById,
  teachersOf,
} from './cohort.queries.js';
import {
  CohortClosed,
  CohortCodeTaken,
  NotAnInstructor,
  NotTeaching,
  ProgramVersionNotOpen,
} from './cohort.refusals.js';
import { calendarProblem, type CohortDates } from './cohort.rules.js';
import type { CohortTeacherType } from './cohort.type.js';

const TEACHING: readonly Role[] = ['INSTRUCTOR', 'ADMIN', 'OWNER'];

type Teacher = CohortTeacherType & { cohortId: string };

@Injectable()
export class CohortService {
  private readonly cohorts = new Loader<string, Cohort>(
    async (db, ids) => (await db.read<Cohort>(cohortsById(db, ids))).map(asCohort),
    (cohort) => cohort.id,
  );
  private readonly sites = new Loader<string, Site>(
    (db, ids) => db.load((tx) => tx.find(Site, { where: { id: In([...ids]) } })),
    (site) => site.id,
  );
  private readonly teachers = new Loader<string, { cohortId: string; teachers: Teacher[] }>(
    async (db, ids) => {
      const found = Map.groupBy(await db.read<Teacher>(teachersOf(db, ids)), ({ cohortId }) => cohortId);
      return [...found].map(([cohortId, teachers]) => ({ cohortId, teachers }));
    },
    ({ cohortId }) => cohortId,
  );

  /** Throws NOT_FOUND, also for a cohort the viewer may not see. */
  async byId(db: TenantDb, id: string): Promise<Cohort> {
    const [row] = await db.read<Cohort>(seenCohortById(db, id));
    if (!row) throw notFound();
    return asCohort(row);
  }

  /** For a nested field: who may see the object may see which cohort it is in. */
  ofParent(db: TenantDb, id: string): Promise<Cohort | null> {
    return this.cohorts.load(db, id);
  }

  siteOf(db: TenantDb, { siteId }: Cohort): Promise<Site | null> {
    return siteId === null ? Promise.resolve(null) : this.sites.load(db, siteId);
  }

  async teachersOf(db: TenantDb, cohortId: string): Promise<CohortTeacherType[]> {
    return (await this.teachers.load(db, cohortId))?.teachers ?? [];
  }

  async page(db: TenantDb, args: CohortsArgs): Promise<Page<Cohort>> {
    const rows = await db.read<Cohort>(cohortPage(db, args, args.first, args.after));
    const count = async () => (await db.read<{ count: number }>(cohortCount(db, args)))[0]!.count;
    return pageOf(rows.map(asCohort), args, ({ startsOn, id }) => [startsOn, id], count);
  }

  create(db: TenantDb, input: CreateCohortInput): Promise<Cohort | CohortCodeTaken | ProgramVersionNotOpen> {
    return this.rendered(
      db,
      db.once(input, (tx) => this.createIn(tx, input)),
    );
  }

  update(db: TenantDb, input: UpdateCohortInput): Promise<Cohort | CohortCodeTaken | CohortClosed> {
    return this.rendered(
      db,
      db.once(input, (tx) => this.updateIn(tx, input)),
    );
  }

  close(db: TenantDb, input: CloseCohortInput): Promise<Cohort | CohortClosed> {
    return this.rendered(
      db,
      db.once(input, (tx) => this.closeIn(tx, input.cohortId)),
    );
  }

  addInstructor(db: TenantDb, input: AddCohortInstructorInput): Promise<Cohort | NotAnInstructor> {
    return this.rendered(
      db,
      db.once(input, (tx) => this.addInstructorIn(tx, input)),
    );
  }

  removeInstructor(db: TenantDb, input: RemoveCohortInstructorInput): Promise<Cohort | NotTeaching> {
    return this.rendered(
      db,
      db.once(input, (tx) => this.removeInstructorIn(tx, input)),
    );
  }

  /** The cohort a verb's receipt names, or its refusal. */
  private async rendered<R extends Refusal>(
    db: TenantDb,
    receipt: Promise<{ id: string } | R>,
  ): Promise<Cohort | R> {
    const answer = await receipt;
    return isRefusal(answer) ? answer : this.byId(db, answer.id);
  }

  private async createIn(
    tx: Transaction,
    input: CreateCohortInput,
  ): Promise<{ id: string } | CohortCodeTaken | ProgramVersionNotOpen> {
    const { programVersionId, code, name, startsOn, endsOn, timeZone, siteId = null, milestones } = input;
    checkCalendar(input);
    const version = await openVersion(tx, programVersionId);
    const refusal = version ?? (await codeTaken(tx, code));
    if (refusal) return refusal;
    const id = newId();
    const row = { id, programVersionId, code, name, startsOn, endsOn, timeZone, siteId, milestones };
    await tx.insert(Cohort, row);
    await this.showToItsMaker(tx, id);
    return { id };
  }

  /** A member limited to some cohorts would else lose sight of the one they just made. */
  private async showToItsMaker(tx: Transaction, cohortId: string): Promise<void> {
    const { membershipId } = tx.db.viewer;
    await tx.query(sql`INSERT INTO membership_cohort (org_id, membership_id, cohort_id)
      SELECT m.org_id, m.id, ${cohortId} FROM membership m
      WHERE m.org_id = ${tx.orgId} AND m.id = ${membershipId} AND m.cohort_limited`);
  }

  private async updateIn(
    tx: Transaction,
    input: UpdateCohortInput,
  ): Promise<{ id: string } | CohortCodeTaken | CohortClosed> {
    const cohort = await lock(tx, input.cohortId);
    if (cohort.closedAt) return closed(cohort.closedAt);
    const set = {
      code: input.code ?? cohort.code,
      name: input.name ?? cohort.name,
      startsOn: input.startsOn ?? cohort.startsOn,
      endsOn: input.endsOn ?? cohort.endsOn,
      timeZone: input.timeZone ?? cohort.timeZone,
      siteId: input.siteId === undefined ? cohort.siteId : input.siteId,
      milestones: input.milestones ?? cohort.milestones,
    };
    checkCalendar(set);
    const taken = set.code === cohort.code ? null : await codeTaken(tx, set.code);
    if (taken) return taken;
    await tx.update(Cohort, { id: cohort.id }, set);
    return { id: cohort.id };
  }

  private async closeIn(tx: Transaction, id: string): Promise<{ id: string } | CohortClosed> {
    const cohort = await lock(tx, id);
    if (cohort.closedAt) return closed(cohort.closedAt);
    await tx.update(Cohort, { id }, { closedAt: tx.now });
    return { id };
  }

  private async addInstructorIn(
    tx: Transaction,
    { cohortId, membershipId }: AddCohortInstructorInput,
  ): Promise<{ id: string } | NotAnInstructor> {
    await lock(tx, cohortId);
    const [member] = await tx.query<{ role: Role }>(sql`
      SELECT role FROM membership WHERE org_id = ${tx.orgId} AND id = ${membershipId} AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > app_now())
        AND may_see_member(${tx.orgId}, ${tx.db.viewer.membershipId}, id)`);
    if (!member) throw notFound();
    const { role } = member;
    if (!TEACHING.includes(role))
      return refuse(NotAnInstructor, `Who teaches is ${TEACHING.join(', ')}; this member is ${role}.`, {
        role,
      });
    await tx.query(sql`INSERT INTO cohort_instructor (org_id, cohort_id, membership_id)
      VALUES (${tx.orgId}, ${cohortId}, ${membershipId}) ON CONFLICT DO NOTHING`);
    return { id: cohortId };
  }

  private async removeInstructorIn(
    tx: Transaction,
    { cohortId, membershipId }: RemoveCohortInstructorInput,
  ): Promise<{ id: string } | NotTeaching> {
    await lock(tx, cohortId);
    const removed = await tx.remove(CohortInstructor, { cohortId, membershipId });
    return removed ? { id: cohortId } : refuse(NotTeaching, 'This member does not teach the cohort.');
  }
}

const asCohort = (row: Cohort): Cohort => Object.assign(new Cohort(), row);

export const closed = (closedAt: Date): CohortClosed =>
  refuse(CohortClosed, 'The cohort is closed. Open another one instead.', { closedSince: closedAt });

/** Throws NOT_FOUND. */
async function lock(tx: Transaction, id: string): Promise<Cohort> {
  const [cohort] = await tx.query<Cohort>(lockedCohort(tx.db, id));
  if (!cohort) throw notFound();
  return cohort;
}

function checkCalendar(dates: CohortDates): void {
  const problem = calendarProblem(dates);
  if (problem) throw badInput(`input.${problem.field}`, problem.message);
}

/** Null when the version takes trainees; holds off its retirement until the end. Throws NOT_FOUND. */
async function openVersion(tx: Transaction, id: string): Promise<ProgramVersionNotOpen | null> {
  const [version] = await tx.query<{ status: ProgramVersionStatus }>(
    sql`SELECT status FROM program_version WHERE org_id = ${tx.orgId} AND id = ${id} FOR SHARE`,
  );
  if (!version) throw notFound();
  return version.status === 'PUBLISHED' ? null : versionNotOpen(id, version.status);
}

export const versionNotOpen = (
  programVersionId: string,
  versionStatus: ProgramVersionStatus,
): ProgramVersionNotOpen =>
  refuse(
    ProgramVersionNotOpen,
    `Only a published version takes trainees; this one is ${versionStatus.toLowerCase()}.`,
    { programVersionId, versionStatus },
  );

/** Codes are given out one at a time, so that two cohorts never meet in the unique key. */
async function codeTaken(tx: Transaction, code: string): Promise<CohortCodeTaken | null> {
  await tx.lock(`cohort code ${tx.orgId} ${code}`);
  const taken = await tx.findOne(Cohort, { code });
  if (!taken) return null;
  return refuse(CohortCodeTaken, `There is a cohort with the code "${code}" already. Choose another.`, {
    cohortCode: code,
  });
}
