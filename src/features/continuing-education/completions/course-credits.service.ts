import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { CeCourseLinkRecord } from '../activities/ce-activity.entity.js';
import type {
  CreditCeCoursesInput,
  EndCeCourseLinkInput,
  LinkCeCourseInput,
} from '../activities/ce-activity.input.js';
import {
  type CeActivityWithdrawn,
  CeCourseLinkedAlready,
  CeCourseLinkHasEnded,
} from '../activities/ce-activity.refusals.js';
import { CeCourseLink, CeCoursesCredited } from '../activities/ce-activity.type.js';
import { lockCeOf } from '../ce-access.js';
import { claimsOf } from './ce-completion.queries.js';
import { enter, openActivity, openCompletion } from './completion-writing.js';
import { withdraw } from './completion-changes.service.js';
import { type CourseDone, coursesDone, creditedBefore } from './course-credits.queries.js';

type Receipt = { id: string };
type Credited = { credited: number; withdrawn: number };
type LinkRefusal = CeCourseLinkedAlready | CeActivityWithdrawn;

const LOST = 'The course it was credited from is passed no more.';

/** Courses of our own yield credit to those who finish or teach them, where the organization says so; once. */
@Injectable()
export class CourseCredits {
  /** In the order in which they were made. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<CeCourseLink>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read<CeCourseLink>(
      sql`${links(db, sql`${after}::uuid IS NULL OR k.id > ${after}::uuid`)} LIMIT ${args.first + 1}`,
    );
    return pageOf(
      rows.map(shown),
      args,
      ({ id }) => [id],
      () => db.load((tx) => tx.count(CeCourseLinkRecord, {})),
    );
  }

  /** Throws NOT_FOUND. */
  async link(db: TenantDb, input: LinkCeCourseInput): Promise<CeCourseLink | LinkRefusal> {
    const receipt = await db.once<Receipt | LinkRefusal>(input, async (tx) => {
      const { courseId, ceActivityId, role, startsOn, reason } = input;
      const activity = await openActivity(tx, ceActivityId);
      if (isRefusal(activity)) return activity;
      const [course] = await tx.query<{ programId: string; code: string }>(sql`
        SELECT v.program_id AS "programId", c.code FROM course c JOIN program_version v ON v.org_id = c.org_id AND v.id = c.program_version_id
        WHERE c.org_id = ${tx.orgId} AND c.id = ${courseId}`);
      if (!course) throw notFound();
      const { programId, code: courseCode } = course;
      await tx.lock(`ce course links ${tx.orgId}`);
      const what = { programId, courseCode, role, activityId: ceActivityId, startsOn };
      const known = await tx.findOne(CeCourseLinkRecord, what);
      if (known) return linkedAlready(known.id);
      const id = newId();
      await tx.insert(CeCourseLinkRecord, { id, ...what, endsOn: null, reason, recordedBy: tx.db.actorId });
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Throws NOT_FOUND. */
  async end(db: TenantDb, input: EndCeCourseLinkInput): Promise<CeCourseLink | CeCourseLinkHasEnded> {
    const receipt = await db.once<Receipt | CeCourseLinkHasEnded>(input, async (tx) => {
      const { id, startsOn, endsOn } = await tx.get(CeCourseLinkRecord, { id: input.ceCourseLinkId });
      if (endsOn !== null) return refuse(CeCourseLinkHasEnded, `It ended on ${endsOn} already.`);
      await tx.update(
        CeCourseLinkRecord,
        { id },
        { endsOn: input.endsOn < startsOn ? startsOn : input.endsOn },
      );
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Credits who is due now; safe to repeat. Throws NOT_FOUND. */
  async credit(db: TenantDb, input: CreditCeCoursesInput): Promise<CeCoursesCredited | CeActivityWithdrawn> {
    const { ceCourseLinkId } = input;
    const receipt = await db.once<Credited | CeActivityWithdrawn>(input, (tx) =>
      this.creditIn(tx, ceCourseLinkId),
    );
    if (isRefusal(receipt)) return receipt;
    const { credited, withdrawn } = receipt;
    const message = `${credited} newly credited, ${withdrawn} taken back because the course is passed no more.`;
    return Object.assign(new CeCoursesCredited(), { ceCourseLinkId, credited, withdrawn, message });
  }

  /** Within a transaction that is already open. Throws NOT_FOUND. */
  async creditIn(tx: Transaction, linkId: string): Promise<Credited | CeActivityWithdrawn> {
    const link = await tx.get(CeCourseLinkRecord, { id: linkId });
    await tx.lock(`ce course link ${linkId}`);
    const activity = await openActivity(tx, link.activityId);
    if (isRefusal(activity)) return activity;
    const done = await tx.query<CourseDone>(coursesDone(tx, link));
    const before = await tx.query<{ id: string; sourceKey: string; withdrawn: boolean }>(
      creditedBefore(tx, link.activityId),
    );
    const known = new Set(before.map(({ sourceKey }) => sourceKey));
    const open = done.filter(({ sourceKey }) => !known.has(sourceKey));
    const persons = open.map(({ personId }) => personId);
    const canonicalOf = await lockCeOf(tx, [
      ...persons,
      ...(link.recordedBy === null ? [] : [link.recordedBy]),
    ]);
    // inv 1: whoever made the link is credited by none of their own making; they claim it, and somebody else reviews that.
    const maker = link.recordedBy && canonicalOf.get(link.recordedBy);
    const due = open.filter(({ personId }) => canonicalOf.get(personId) !== maker);
    const claimed = new Set(
      (await tx.query<{ personId: string }>(claimsOf(tx, link.activityId, due))).map(
        ({ personId }) => personId,
      ),
    );
    const { minutes, categories } = activity;
    const candidates = due
      .filter(({ personId }) => !claimed.has(personId))
      .map(({ personId, sourceKey, completedOn, timeZone }) => ({
        ...{ personId, sourceKey, activityId: link.activityId },
        facts: { role: link.role, startsAt: null, endsAt: null, timeZone, completedOn, minutes, categories },
      }));
    const fresh = onePerDay(candidates);
    await enter(tx, 'CREDITED', fresh);
    const lost = link.role === 'ATTENDEE' ? await this.lost(tx, link, before) : [];
    for (const id of lost) await withdraw(tx, await openCompletion(tx, id), LOST, 'UNCREDITED');
    return { credited: fresh.length, withdrawn: lost.length };
  }

  /** Completions whose course is passed no more, on whichever day it was. */
  private async lost(
    tx: Transaction,
    { programId, courseCode, role }: CeCourseLinkRecord,
    before: readonly { id: string; sourceKey: string; withdrawn: boolean }[],
  ): Promise<string[]> {
    const ever = { programId, courseCode, role, startsOn: '0001-01-01', endsOn: null };
    const passed = new Set(
      (await tx.query<CourseDone>(coursesDone(tx, ever))).map(({ sourceKey }) => sourceKey),
    );
    const ofCourse = (sourceKey: string): boolean =>
      sourceKey.startsWith('ATTENDEE ') && sourceKey.endsWith(` ${courseCode}`);
    return before
      .filter(({ sourceKey, withdrawn }) => !withdrawn && ofCourse(sourceKey) && !passed.has(sourceKey))
      .map(({ id }) => id);
  }

  private async byId(db: TenantDb, id: string): Promise<CeCourseLink> {
    const [row] = await db.read<CeCourseLink>(links(db, sql`k.id = ${id}`));
    if (!row) throw notFound();
    return shown(row);
  }
}

/** Who taught two cohorts that ended on the same day did the same activity on that day once. */
const onePerDay = <C extends { personId: string; facts: { completedOn: string } }>(
  completions: readonly C[],
): C[] => [
  ...new Map(completions.map((each) => [`${each.personId} ${each.facts.completedOn}`, each])).values(),
];

const links = (db: Pick<TenantDb, 'orgId'>, condition: Sql): Sql => sql`
  SELECT k.id, k.program_id AS "programId", k.course_code AS "courseCode", k.activity_id AS "activityId", k.role,
    k.starts_on::text AS "startsOn", k.ends_on::text AS "endsOn", k.reason,
    (SELECT count(*)::int FROM ce_completion c WHERE c.org_id = k.org_id AND c.activity_id = k.activity_id AND NOT c.withdrawn
      AND starts_with(c.source_key, k.role || ' ')) AS credited
  FROM ce_course_link k WHERE k.org_id = ${db.orgId} AND (${condition}) ORDER BY k.id`;

const shown = (row: CeCourseLink): CeCourseLink => Object.assign(new CeCourseLink(), row);

const linkedAlready = (ceCourseLinkId: string): CeCourseLinkedAlready =>
  refuse(CeCourseLinkedAlready, 'This course yields this activity already.', { ceCourseLinkId });
