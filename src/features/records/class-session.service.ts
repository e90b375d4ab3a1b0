import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { ListLoader } from '../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import type {
  CancelClassSessionInput,
  ScheduleClassSessionInput,
  UpdateClassSessionInput,
} from './class-session.input.js';
import {
  AttendanceTakenAlready,
  ClassTimeNotAccepted,
  ClassSessionCancelled,
} from './class-session.refusals.js';
import { standingRoster } from './attendance.queries.js';
import { ClassSession, RosterLine } from './class-session.type.js';
import { refuseClassTime } from './clock-hour.rules.js';

type Receipt = { id: string };
type UpdateRefusal = ClassTimeNotAccepted | AttendanceTakenAlready | ClassSessionCancelled;
type CancelRefusal = AttendanceTakenAlready | ClassSessionCancelled;

/** Classes of a cohort, until their attendance is taken. */
@Injectable()
export class ClassSessionService {
  private readonly rosterLines = new ListLoader<string, RosterLine>(rosters, ({ sessionId }) => sessionId);

  /** What was taken of a session, by the trainees' names; of trainees their own line alone. */
  rosterOf(db: TenantDb, sessionId: string): Promise<RosterLine[]> {
    return this.rosterLines.load(db, sessionId);
  }

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<ClassSession> {
    const [session] = await db.read<ClassSession>(sql`
      SELECT ${columns} FROM class_session s WHERE s.org_id = ${db.orgId} AND s.id = ${id} AND ${seenBy(db)}`);
    if (!session) throw notFound();
    return Object.assign(new ClassSession(), session);
  }

  /** Those of a cohort the viewer may see, by time. */
  async page(db: TenantDb, cohortId: string, args: PageArgs): Promise<Page<ClassSession>> {
    const [at, id] = decodeCursor(args.after, 2) ?? [null, null];
    const ofCohort = sql`FROM class_session s WHERE s.org_id = ${db.orgId} AND s.cohort_id = ${cohortId} AND ${seenBy(db)}`;
    const rows = await db.read<ClassSession & { key: string }>(sql`
      SELECT ${columns}, s.starts_at::text AS key ${ofCohort}
      AND (${at}::text IS NULL OR (s.starts_at, s.id) > (${at}::text::timestamptz, ${id}::uuid))
      ORDER BY s.starts_at, s.id LIMIT ${args.first + 1}`);
    return pageOf(
      rows,
      args,
      (row) => [row.key, row.id],
      async () =>
        (await db.read<{ count: number }>(sql`SELECT count(*)::int AS count ${ofCohort}`))[0]?.count ?? 0,
    );
  }

  /** Throws NOT_FOUND for a cohort that may not be seen, or a course outside its version. */
  async schedule(
    db: TenantDb,
    input: ScheduleClassSessionInput,
  ): Promise<ClassSession | ClassTimeNotAccepted> {
    const receipt = await db.once<Receipt | ClassTimeNotAccepted>(input, async (tx) => {
      const wrong = refuseTime(input);
      if (wrong) return wrong;
      const { cohortId, courseId, kind, title, startsAt, endsAt, breakMinutes } = input;
      const [made] = await tx.query<Receipt>(sql`
        INSERT INTO class_session (org_id, id, cohort_id, course_id, kind, title, starts_at, ends_at, break_minutes, scheduled_by)
        SELECT c.org_id, ${newId()}::uuid, c.id, k.id, ${kind}, ${title}, ${startsAt}::timestamptz, ${endsAt}::timestamptz,
          ${breakMinutes}::int, ${db.actorId}::uuid
        FROM cohort c JOIN course k ON k.org_id = c.org_id AND k.program_version_id = c.program_version_id AND k.id = ${courseId}
        WHERE c.org_id = ${tx.orgId} AND c.id = ${cohortId} AND may_see_cohort(${tx.orgId}::uuid, ${db.viewer.membershipId}::uuid, c.id)
        RETURNING id`);
      if (!made) throw notFound();
      return made;
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Throws NOT_FOUND. */
  async update(db: TenantDb, input: UpdateClassSessionInput): Promise<ClassSession | UpdateRefusal> {
    const receipt = await db.once<Receipt | UpdateRefusal>(input, async (tx) => {
      const before = await open(tx, input.sessionId);
      if (isRefusal(before)) return before;
      const after = {
        title: input.title ?? before.title,
        startsAt: input.startsAt ?? before.startsAt,
        endsAt: input.endsAt ?? before.endsAt,
        breakMinutes: input.breakMinutes ?? before.breakMinutes,
      };
      const wrong = refuseTime(after);
      if (wrong) return wrong;
      await tx.query(sql`
        UPDATE class_session SET title = ${after.title}, starts_at = ${after.startsAt}::timestamptz, ends_at = ${after.endsAt}::timestamptz,
          break_minutes = ${after.breakMinutes}::int WHERE org_id = ${tx.orgId} AND id = ${input.sessionId}`);
      return { id: input.sessionId };
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Throws NOT_FOUND. */
  async cancel(db: TenantDb, input: CancelClassSessionInput): Promise<ClassSession | CancelRefusal> {
    const receipt = await db.once<Receipt | CancelRefusal>(input, async (tx) => {
      const before = await open(tx, input.sessionId);
      if (isRefusal(before)) return before;
      await tx.query(
        sql`UPDATE class_session SET cancelled_at = app_now() WHERE org_id = ${tx.orgId} AND id = ${input.sessionId}`,
      );
      return { id: input.sessionId };
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }
}

async function rosters(db: TenantDb, sessionIds: readonly string[]): Promise<RosterLine[]> {
  const lines = await db.read<RosterLine>(standingRoster(db, sessionIds));
  return lines.map((line) => Object.assign(new RosterLine(), line));
}

const columns = sql`s.id, s.cohort_id AS "cohortId", s.course_id AS "courseId", s.kind, s.title, s.starts_at AS "startsAt", s.ends_at AS "endsAt",
  s.break_minutes AS "breakMinutes", s.cancelled_at AS "cancelledAt",
  EXISTS (SELECT 1 FROM hours_entry h WHERE h.org_id = s.org_id AND h.session_id = s.id) AS "attendanceTaken"`;

/** Whether the viewer may see session `s`: staff by their cohorts, trainees those of their own cohort. */
function seenBy({ viewer, orgId }: Tenancy) {
  return sql`((${viewer.can('record:read')} AND may_see_cohort(${orgId}::uuid, ${viewer.membershipId}::uuid, s.cohort_id))
    OR EXISTS (SELECT 1 FROM enrollment e WHERE e.org_id = s.org_id AND e.cohort_id = s.cohort_id AND e.person_id = ${viewer.personId}))`;
}

/** The session, locked, while it may still change: nobody takes its attendance meanwhile. Throws NOT_FOUND. */
export async function lockedSession(tx: Transaction, id: string): Promise<ClassSession> {
  const found = await tx.query(
    sql`SELECT 1 FROM class_session s WHERE s.org_id = ${tx.orgId} AND s.id = ${id} FOR UPDATE`,
  );
  if (found.length === 0) throw notFound();
  const [session] = await tx.query<ClassSession>(
    sql`SELECT ${columns} FROM class_session s WHERE s.org_id = ${tx.orgId} AND s.id = ${id} AND ${seenBy(tx.db)}`,
  );
  if (!session) throw notFound();
  return session;
}

async function open(tx: Transaction, id: string): Promise<ClassSession | CancelRefusal> {
  const session = await lockedSession(tx, id);
  if (session.cancelledAt) return refuse(ClassSessionCancelled, 'The class session is cancelled.');
  if (!session.attendanceTaken) return session;
  return refuse(AttendanceTakenAlready, 'Attendance has been taken: the class stands as it was held.');
}

export function refuseTime(time: {
  startsAt: Date;
  endsAt: Date;
  breakMinutes: number;
}): ClassTimeNotAccepted | null {
  const wrong = refuseClassTime(time);
  return wrong && refuse(ClassTimeNotAccepted, wrong.message, { problem: wrong.code });
}
